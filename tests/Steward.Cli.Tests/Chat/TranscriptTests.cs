using Steward.Cli.Chat;
using Steward.Cli.Terminals;
using Steward.Protocol.Events;

namespace Steward.Cli.Tests.Chat;

public sealed class TranscriptTests
{
    private const int Width = 40;

    private readonly ChatEvents events = new();
    private readonly Transcript transcript = new(new Style(false), TimeProvider.System);

    private string Finished(params EventEnvelope[] happened)
    {
        foreach (var one in happened) transcript.Hear(one, Width);
        return string.Join('\n', transcript.TakeFinished());
    }

    private string Open => string.Join('\n', transcript.Open(Width));

    [Fact]
    public void A_line_stays_once_it_is_whole_and_what_follows_is_open()
    {
        Assert.Equal("- one".Replace('-', '•'), Finished(events.Start("t"), events.Token("- o"), events.Token("ne\n- t")));
        Assert.Equal("• t", Open);
        Assert.Equal("• two\ndone in 2.5s · 1500 tokens · 1 tool call", Finished(events.Token("wo"), events.Message("- one\n- two"), events.Done()));
        Assert.Equal("", Open);
    }

    [Fact]
    public void A_turn_that_says_nothing_yet_gives_a_sign_of_life()
    {
        Finished(events.Start("t"));
        Assert.EndsWith("working", Open, StringComparison.Ordinal);
        Assert.True(transcript.IsMoving);
        Finished(events.Done());
        Assert.False(transcript.IsMoving);
    }

    [Fact]
    public void Of_a_tool_the_first_lines_of_its_result_stay_and_the_rest_can_be_shown()
    {
        Finished(events.Start("t"), events.ToolStart("c", "ls"));
        Assert.EndsWith("Bash ls", Open, StringComparison.Ordinal);
        Assert.Equal("✓ Bash ls  1.2s\n  a\n  b\n  c\n  … 2 more lines: /show 1", Finished(events.ToolEnd("c", "a\nb\nc\nd\ne\n")));
        Assert.Equal(["#1 Bash ls", "a", "b", "c", "d", "e"], transcript.Result(1));
        Assert.Equal(["#1 Bash ls", "a", "b", "c", "d", "e"], transcript.Result(null));
        Assert.Null(transcript.Result(2));
        Assert.Equal("✗ Bash x  1.2s\n  no", Finished(events.ToolStart("d", "x"), events.ToolEnd("d", "no", ok: false)));
    }

    [Fact]
    public void What_a_helper_does_is_folded_under_the_call_that_started_it()
    {
        var parent = new { turnId = "t", callId = "b", toolName = "Bash", parentCallId = "a", args = new { command = "ls" } };
        var ended = new { turnId = "t", callId = "b", toolName = "Bash", parentCallId = "a", ok = true, result = "x\ny", elapsed = 1200 };
        Assert.Equal(
            "  I look.\n  ✓ Bash ls  1.2s  /show 1",
            Finished(events.Start("t"), events.Of("helper.message", new { turnId = "t", parentCallId = "a", text = "I look." }), events.Of("tool.start", parent), events.Of("tool.end", ended)));
        Assert.Equal(["#1 Bash ls", "x", "y"], transcript.Result(1));
    }

    [Fact]
    public void Retries_and_windows_that_are_nearly_used_up_are_told_and_those_with_room_are_not() => Assert.Equal(
        "not served (overloaded, HTTP 529); try 3\nof 10 in 4.3s\nthe account's weekly limit is nearly\nused up (91 % used)",
        Finished(
            events.Of("turn.retry", new { turnId = "t", attempt = 3, of = 10, delayMs = 4300, reason = "overloaded, HTTP 529" }),
            events.Of("usage.window", new { window = "five_hour", status = "allowed", utilisation = 0.2 }),
            events.Of("usage.window", new { window = "seven_day", status = "allowed_warning", utilisation = 0.91 })));

    [Fact]
    public void The_list_of_things_to_do_stands_below_while_the_turn_runs_and_stays_when_it_ends()
    {
        Assert.Equal("", Finished(events.Start("t"), events.Of("turn.todo", new
        {
            turnId = "t",
            items = new[] { new { text = "write", status = "completed" }, new { text = "test", status = "in_progress" }, new { text = "ship", status = "pending" } },
        })));
        Assert.EndsWith("working\n☑ write\n▸ test\n☐ ship", Open, StringComparison.Ordinal);
        Assert.StartsWith("☑ write\n▸ test\n☐ ship\ndone in", Finished(events.Done()), StringComparison.Ordinal);
        Assert.Equal("", Open);
    }

    [Fact]
    public void A_finished_text_without_its_tokens_is_shown_whole_and_one_with_them_once()
    {
        Assert.Equal("Hello there.\nMore.", Finished(events.Token("Hello "), events.Message("Hello there."), events.Message("More.")));
        Assert.Equal("One, tw\ninterrupted: lost\nOne, two.", Finished(
            events.Token("One, tw"), events.Of("turn.interrupted", new { turnId = "t", attempt = 1, reason = "lost" }), events.Token("One, two."), events.Message("One, two.")));
    }

    [Fact]
    public void A_text_that_a_tool_or_a_question_interrupts_is_broken_there()
    {
        Assert.Equal("I look.", Finished(events.Token("I look."), events.ToolStart("c", "ls")));
        Assert.Equal("May I?", Finished(events.Token("May I?"), events.Of("permission.request", new { })));
    }

    [Fact]
    public void An_error_comes_with_what_to_do() =>
        Assert.Equal("error: It failed.\nfix: look", Finished(events.Of("turn.error", new { turnId = "t", code = "x", kind = "agent", message = "It failed.", retryable = false, fix = "look" })));

    [Fact]
    public void A_message_of_many_lines_is_folded()
    {
        transcript.Message(string.Join('\n', Enumerable.Range(1, 30)));
        var rows = transcript.TakeFinished();
        Assert.Equal(("", "> 1", "  2", "  … 10 more lines"), (rows[0], rows[1], rows[2], rows[^1]));
    }

    [Fact]
    public void An_agent_cannot_command_the_terminal()
    {
        var shown = Finished(
            events.Of("turn.thinking", new { turnId = "t", text = "\e[2J" }), events.Token("\e[2J"), events.ToolStart("c", "\e[2J"), events.ToolEnd("c", "\e]0;x\a"),
            events.Of("turn.progress", new { text = "\e[2J" }), events.Of("turn.error", new { turnId = "t", code = "x", kind = "agent", message = "\e[2J", retryable = false, fix = "\e[2J" }));
        transcript.Message("\e[2J");
        Assert.DoesNotContain('\e', shown + Open + string.Concat(transcript.TakeFinished()));
    }
}
