using System.Text.Json;
using Steward.Cli.Terminals;
using Steward.Cli.Tests.Support;
using Steward.Cli.Turns;
using Steward.Protocol.Events;

namespace Steward.Cli.Tests.Turns;

public sealed class TurnPrinterTests
{
    private long seq;

    private EventEnvelope Event(string name, string payload) => new()
    {
        V = "3",
        Event = name,
        DaemonId = "daemon_abcdefgh",
        SessionId = "sess_1",
        Seq = ++seq,
        Gseq = seq,
        Ts = DateTimeOffset.UnixEpoch,
        Payload = JsonDocument.Parse(payload).RootElement,
    };

    private static string Quoted(string text) => JsonEncodedText.Encode(text).ToString();

    private EventEnvelope Token(string text) => Event("turn.token", $$"""{"turnId":"t","text":"{{Quoted(text)}}"}""");

    private EventEnvelope Message(string text) => Event("turn.message", $$"""{"turnId":"t","text":"{{Quoted(text)}}"}""");

    private EventEnvelope Done() => Event(
        "turn.done",
        """{"turnId":"t","stats":{"tokens":3,"promptTokens":1,"completionTokens":2,"toolCalls":1,"elapsed":1200,"speed":1,"firstTokenLatencyMs":5,"attempts":1}}""");

    private static TestTerminal Show(bool terminal, params EventEnvelope[] events)
    {
        var screen = new TestTerminal(terminal);
        using var lines = new Screen(screen.Terminal, TimeProvider.System);
        var printer = new TurnPrinter(lines);
        foreach (var happened in events) printer.Print(happened);
        return screen;
    }

    [Fact]
    public void A_text_that_was_streamed_is_not_said_again_when_it_is_finished() =>
        Assert.Equal("Hello there.\n", Show(false, Token("Hello "), Token("there."), Message("Hello there."), Done()).Out);

    [Fact]
    public void What_a_helper_says_and_does_stands_indented_beside_the_answer_and_not_in_it()
    {
        var shown = Show(
            false,
            Event("helper.message", """{"turnId":"t","parentCallId":"a","text":"I look.\nAnd more."}"""),
            Event("tool.start", """{"turnId":"t","callId":"b","toolName":"Bash","parentCallId":"a","args":{"command":"ls"}}"""),
            Event("tool.end", """{"turnId":"t","callId":"b","toolName":"Bash","parentCallId":"a","ok":true,"result":"x","elapsed":12}"""),
            Message("Found."), Done());
        Assert.Equal("Found.\n", shown.Out);
        Assert.Equal("  I look.\n  tool Bash ls\n  tool Bash ls done 12ms\n", shown.Error);
    }

    [Fact]
    public void Retries_windows_things_to_do_and_what_was_declined_are_a_line_each() => Assert.Equal(
        """
        not served (overloaded); try 1 of 10 in 596ms
        the account's 5-hour limit is used up (nothing is paid for more: out of credits)
        1 of 2 things done: Testing
        It cannot be shown.

        """,
        Show(
            false,
            Event("turn.retry", """{"turnId":"t","attempt":1,"of":10,"delayMs":596,"reason":"overloaded"}"""),
            Event("usage.window", """{"window":"five_hour","status":"rejected","overageDisabledReason":"out_of_credits"}"""),
            Event("turn.todo", """{"turnId":"t","items":[{"text":"write","status":"completed"},{"text":"test","status":"in_progress","doing":"Testing"}]}"""),
            Event("agent.declined", """{"agentRequestId":"q","asked":"elicitation","reason":"It cannot be shown."}""")).Error);

    [Fact]
    public void Of_a_finished_text_the_part_that_was_not_streamed_is_shown() =>
        Assert.Equal("Hello there.\n", Show(false, Token("Hello "), Message("Hello there."), Done()).Out);

    [Fact]
    public void A_finished_text_without_its_tokens_is_shown_whole() =>
        Assert.Equal("Hello there.\nAnd more.\n", Show(false, Message("Hello there."), Message("And more."), Done()).Out);

    [Fact]
    public void A_text_that_is_begun_anew_after_an_interruption_stands_on_its_own() => Assert.Equal(
        "One, tw\nOne, two.\n",
        Show(false, Token("One, tw"), Event("turn.interrupted", """{"turnId":"t","attempt":1,"reason":"lost"}"""), Token("One, two."), Message("One, two."), Done()).Out);

    [Fact]
    public void Into_a_pipe_go_the_words_alone()
    {
        var screen = Show(
            false,
            Event("turn.thinking", """{"turnId":"t","text":"hm"}"""), Token("I look."), Message("I look."),
            Event("tool.start", """{"turnId":"t","callId":"c","toolName":"bash","args":{"command":"ls -la"}}"""),
            Event("tool.end", """{"turnId":"t","callId":"c","toolName":"bash","ok":false,"result":"no such folder\nmore","elapsed":12}"""), Done());
        Assert.Equal("I look.\n", screen.Out);
        Assert.Equal("tool bash ls -la\ntool bash ls -la failed 12ms\n  no such folder\n", screen.Error);
    }

    [Fact]
    public void On_a_terminal_a_tool_ends_with_its_time_and_a_turn_with_its_sums()
    {
        var screen = Show(
            true,
            Event("tool.start", """{"turnId":"t","callId":"c","toolName":"bash","args":{"command":"ls"}}"""),
            Event("tool.end", """{"turnId":"t","callId":"c","toolName":"bash","ok":true,"result":"","elapsed":12}"""), Done());
        Assert.EndsWith("✓ bash ls  12ms\ndone in 1.2s · 3 tokens · 1 tool call\n", screen.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void An_error_comes_with_what_to_do()
    {
        var screen = Show(false, Event("turn.error", """{"turnId":"t","code":"exit-2","kind":"agent","message":"It failed.","retryable":false,"fix":"look"}"""));
        Assert.Equal("error: It failed.\nfix: look\n", screen.Error);
    }

    [Fact]
    public void An_agent_cannot_command_the_terminal()
    {
        var screen = Show(
            false, Token("\e[2J"), Message("\e[2J\e]0;x\a"),
            Event("tool.start", """{"turnId":"t","callId":"c","toolName":"ba\u001b[1msh","args":{"command":"l\u001b[2Js"}}"""),
            Event("turn.error", """{"turnId":"t","code":"x","kind":"agent","message":"\u001b[2J","retryable":false,"fix":"\u001b[2J"}"""));
        Assert.DoesNotContain('\e', screen.Out + screen.Error);
    }
}
