using System.Text;
using Steward.Daemon.Children;
using Steward.Domain.Agents;
using Steward.Domain.Permissions;
using Steward.Domain.Processes;
using Steward.Domain.Turns;
using Steward.Runtimes;

namespace Steward.Daemon.Tests.Children;

public sealed class LineSplitterTests
{
    private readonly LineSplitter _splitter = new(OutputStream.Output);
    private readonly Lines _lines = new();

    [Fact]
    public void Lines_are_the_same_wherever_the_chunks_end()
    {
        var text = "one\n\ntwo two\nthree\r\n\u00e4\u00f6\nlast"u8.ToArray();
        for (var size = 1; size <= text.Length; size++)
        {
            var splitter = new LineSplitter(OutputStream.Output);
            var lines = new Lines();
            for (var at = 0; at < text.Length; at += size)
                splitter.Take(text.AsSpan(at, Math.Min(size, text.Length - at)), lines, []);
            Assert.Equal(text.Length, splitter.ReadOffset);
            Assert.Equal(text.Length - "last".Length, splitter.Offset);
            splitter.End(lines, []);
            Assert.Equal(["one", "", "two two", "three\r", "\u00e4\u00f6", "last"], lines.Heard);
            Assert.Equal(text.Length, splitter.Offset);
        }
    }

    [Fact]
    public void The_offset_stands_behind_the_last_whole_line_and_reading_may_begin_there_again()
    {
        Take("first\nsec");
        Assert.Equal((6, 9), (_splitter.Offset, _splitter.ReadOffset));
        _splitter.Begin(6, skipping: false);
        Assert.Equal(6, _splitter.ReadOffset);
        Take("second\n");
        Assert.Equal(["first", "second"], _lines.Heard);
    }

    [Theory]
    [InlineData(1 << 20)]
    [InlineData(3_000_001)]
    [InlineData(100 << 20)]
    public void A_line_beyond_the_limit_is_told_once_cut_off_wherever_the_chunks_end(int chunk)
    {
        var bytes = Encoding.ASCII.GetBytes(new string('x', (IAgentInterpreter.MaxLineBytes * 2) + 5) + "\nnext\n");
        for (var at = 0; at < bytes.Length; at += chunk)
            _splitter.Take(bytes.AsSpan(at, Math.Min(chunk, bytes.Length - at)), _lines, []);
        Assert.Equal([IAgentInterpreter.MaxLineBytes, 4], _lines.Heard.Select(static line => line.Length));
        Assert.Equal([true, false], _lines.Truncated);
        Assert.Equal(bytes.Length, _splitter.Offset);
        Assert.False(_splitter.Skipping);
    }

    [Fact]
    public void A_line_that_is_skipped_is_skipped_by_the_next_reader_too()
    {
        _splitter.Begin(100, skipping: true);
        Take("rest of what was told\nnew");
        Assert.Empty(_lines.Heard);
        Assert.Equal(122, _splitter.Offset);
        Take(" line\n");
        Assert.Equal(["new line"], _lines.Heard);
    }

    [Fact]
    public void An_end_without_a_line_tells_nothing()
    {
        Take("done\n");
        _splitter.End(_lines, []);
        Assert.Equal(["done"], _lines.Heard);
    }

    private void Take(string text) => _splitter.Take(Encoding.UTF8.GetBytes(text), _lines, []);

    private sealed class Lines : IAgentInterpreter
    {
        public List<string> Heard { get; } = [];

        public List<bool> Truncated { get; } = [];

        public ReadOnlyMemory<byte> Memory => default;

        public void Read(OutputStream stream, ReadOnlySpan<byte> line, bool truncated, ICollection<AgentReport> reports)
        {
            Heard.Add(Encoding.UTF8.GetString(line));
            Truncated.Add(truncated);
        }

        public void ReadEnd(ProcessExit exit, ICollection<AgentReport> reports) => throw new NotSupportedException();

        public AgentInput Message(UserMessage message) => throw new NotSupportedException();

        public AgentInput? Interrupt(TurnId turn) => throw new NotSupportedException();

        public AgentInput Answer(AgentAnswer answer) => throw new NotSupportedException();
    }
}
