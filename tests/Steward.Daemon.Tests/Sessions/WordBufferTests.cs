using Steward.Daemon.Sessions;
using Steward.Domain.Agents;

namespace Steward.Daemon.Tests.Sessions;

public sealed class WordBufferTests
{
    private readonly ManualClock _clock = new();
    private readonly WordBuffer _words;

    public WordBufferTests() => _words = new WordBuffer(_clock);

    [Fact]
    public void The_first_words_of_a_burst_pass_at_once_and_the_rest_are_gathered()
    {
        Assert.True(Collect(new AgentWords("one ")));
        Assert.Equal([new AgentWords("one ")], _words.Release());
        Assert.False(Collect(new AgentWords("two ")));
        Assert.False(Collect(new AgentWords("three ")));
        _clock.Pass(_words.Remaining());
        Assert.True(Collect());
        Assert.Equal([new AgentWords("two three ")], _words.Release());
        Assert.True(_words.IsEmpty);
    }

    [Fact]
    public void What_is_no_word_takes_what_is_held_along_in_order()
    {
        Collect(new AgentWords("a"));
        _words.Release();
        Assert.False(Collect(new AgentWords("b"), new AgentWords("c")));
        Assert.True(Collect(new AgentThoughts("t"), new AgentThoughts("u"), new AgentWords("d"), new AgentMessage("bcd")));
        Assert.Equal([new AgentWords("bc"), new AgentThoughts("tu"), new AgentWords("d"), new AgentMessage("bcd")], _words.Release());
    }

    [Fact]
    public void So_many_words_that_they_would_fill_memory_do_not_wait()
    {
        Collect(new AgentWords("a"));
        _words.Release();
        Assert.True(Collect([.. Enumerable.Repeat(new AgentWords("x"), 5000)]));
        Assert.Equal([new AgentWords(new string('x', 5000))], _words.Release());
    }

    [Fact]
    public void What_is_cleared_is_read_again_and_not_told_twice()
    {
        Collect(new AgentWords("a"), new AgentMessage("m"));
        _words.Clear();
        Assert.False(Collect());
        Assert.Empty(_words.Release());
    }

    private bool Collect(params AgentReport[] reports)
    {
        _words.Intake.AddRange(reports);
        return _words.Collect();
    }
}
