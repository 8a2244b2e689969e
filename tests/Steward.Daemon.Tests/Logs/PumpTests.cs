using System.Text;
using Microsoft.Extensions.Logging;
using Steward.Daemon.Logs;

namespace Steward.Daemon.Tests.Logs;

public sealed class PumpTests
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(20);

    [Fact]
    public void When_the_sink_stands_still_nobody_waits_and_the_dropped_lines_are_counted_in_one()
    {
        using var sink = new HeldSink();
        using (var pump = new LogPump(sink, count => Line($"lost {count}"), capacity: 4))
        {
            pump.Post(Line("first"));
            sink.Entered.Wait(Limit, TestContext.Current.CancellationToken);
            for (var i = 0; i < 10; i++)
                pump.Post(Line($"{i}"));
            sink.Release.Set();
            Assert.True(pump.Flush(Limit));
        }

        Assert.Equal(["first", "lost 6", "0", "1", "2", "3"], sink.Lines);
    }

    [Fact]
    public void Lines_that_could_not_be_written_are_said_when_one_gets_through_again()
    {
        using var sink = new HeldSink { Failures = 3 };
        sink.Release.Set();
        using (var pump = new LogPump(sink, count => Line($"lost {count}")))
        {
            foreach (var text in (string[])["a", "b", "c"])
            {
                pump.Post(Line(text));
                Assert.True(pump.Flush(Limit));
            }
        }

        // Saying that a line is missing failed as well, and what it stood for is counted still.
        Assert.Equal(3, sink.Lines.Sum(line => line.StartsWith("lost ", StringComparison.Ordinal) ? int.Parse(line[5..], null) : 1));
        Assert.Contains("c", sink.Lines);
    }

    [Fact]
    public void What_waits_at_the_stop_is_written()
    {
        using var sink = new HeldSink();
        sink.Release.Set();
        using (var pump = new LogPump(sink, count => Line($"lost {count}")))
            for (var i = 0; i < 1000; i++)
                pump.Post(Line($"{i}"));

        Assert.Equal(1000, sink.Lines.Count);
    }

    [Fact]
    public void A_flush_does_not_wait_for_ever()
    {
        using var sink = new HeldSink();
        using var pump = new LogPump(sink, count => Line($"lost {count}"));
        pump.Post(Line("x"));

        Assert.False(pump.Flush(TimeSpan.FromMilliseconds(1)));
        sink.Release.Set();
    }

    [Fact]
    public void In_the_foreground_the_log_is_text_on_standard_output()
    {
        using var home = new LogHome();
        using var output = new MemoryStream();
        using (var provider = home.Open(output))
            provider.CreateLogger("Steward").DaemonStarted("127.0.0.1:9999");

        Assert.Equal("[10:00:01] INFO  daemon started on 127.0.0.1:9999\n", Encoding.UTF8.GetString(output.ToArray()));
    }

    [Fact]
    public void A_terminal_that_was_stopped_does_not_stop_the_file()
    {
        using var home = new LogHome();
        using var terminal = new StoppedTerminal();
        using var provider = home.Open(terminal);
        for (var i = 0; i < 5; i++)
            provider.CreateLogger("Steward").LogInformation("{Number}", i);

        Assert.True(SpinWait.SpinUntil(() => File.Exists(home.Today) && File.ReadAllLines(home.Today).Length == 5, Limit));
        terminal.Continue.Set();
    }

    private static LogLine Line(string text) => new(DateTimeOffset.UnixEpoch, Encoding.UTF8.GetBytes(text));

    private sealed class HeldSink : ILogSink
    {
        public ManualResetEventSlim Entered { get; } = new();

        public ManualResetEventSlim Release { get; } = new();

        public int Failures { get; set; }

        public List<string> Lines { get; } = [];

        public void Write(LogLine line)
        {
            Entered.Set();
            Release.Wait(Limit);
            if (Failures-- > 0) throw new IOException("No space left on device");
            Lines.Add(Encoding.UTF8.GetString(line.Bytes.Span));
        }

        public void Dispose()
        {
        }
    }

    private sealed class StoppedTerminal : MemoryStream
    {
        public ManualResetEventSlim Continue { get; } = new();

        public override void Write(ReadOnlySpan<byte> buffer) => Continue.Wait(Limit);
    }
}
