using Steward.Cli.Chat;

namespace Steward.Cli.Tests.Chat;

public sealed class ConversationTests
{
    private readonly ChatEvents events = new();
    private readonly Conversation conversation = new(ChatEvents.Session);

    private string Status => StatusLine.Of(conversation, connected: true, 200);

    [Fact]
    public void A_message_waits_until_its_turn_begins_and_is_then_shown()
    {
        Assert.Null(conversation.Hear(events.Queued("a", "first")));
        Assert.Null(conversation.Hear(events.Queued("b", "second")));
        Assert.Equal("first", conversation.Hear(events.Start("a")));
        Assert.Equal(["second"], conversation.Waiting.Select(message => message.Text));
        conversation.Hear(events.Of("session.cancelled", new { turnId = "b", reason = "withdrawn" }));
        Assert.Equal((0, "a"), (conversation.Waiting.Count, conversation.ActiveTurn));
    }

    [Fact]
    public void The_status_says_who_answers_what_goes_on_and_what_it_cost()
    {
        Assert.Equal("idle · claude · opus · 1a2b3c4d tests", Status);
        conversation.Hear(events.Queued("t", "x"));
        Assert.StartsWith("starting · ", Status, StringComparison.Ordinal);
        conversation.Hear(events.Start("t"));
        Assert.StartsWith("running · ", Status, StringComparison.Ordinal);
        conversation.Hear(events.Of("permission.request", new { requestId = "p" }));
        Assert.StartsWith("asks you · ", Status, StringComparison.Ordinal);
        conversation.Hear(events.Of("permission.resolved", new { requestId = "p" }));
        conversation.Hear(events.Of("turn.cancelling", new { turnId = "t" }));
        Assert.StartsWith("cancelling · ", Status, StringComparison.Ordinal);
        conversation.Hear(events.Done(cost: 0.0125));
        conversation.Hear(events.Start("u"));
        conversation.Hear(events.Done("u", cost: 0.5));
        conversation.Hear(events.Of("session.updated", new { name = "other", model = "haiku" }));
        Assert.Equal("idle · claude · haiku · 1a2b3c4d other · 3.0k tokens · context 1.4k · $0.5125", Status);
        Assert.Equal("reconnecting… · claude · …", StatusLine.Of(conversation, connected: false, 26));
        conversation.Hear(events.Of("session.ended", new { end = "killed" }));
        Assert.StartsWith("over · ", Status, StringComparison.Ordinal);
    }

    [Fact]
    public void What_a_turn_used_is_counted_once_with_what_it_may_hold_and_failed_turns_cost_too()
    {
        conversation.Hear(events.Start("t"));
        conversation.Hear(events.Of("turn.usage", new
        {
            turnId = "t",
            promptTokens = 1400,
            completionTokens = 100,
            cachedTokens = 0,
            costUsd = 0.25,
            model = "claude-opus-5-5",
            contextTokens = 50_000,
            contextWindow = 200_000,
        }));
        conversation.Hear(events.Done(cost: 0.25));
        conversation.Hear(events.Start("u"));
        conversation.Hear(events.Of("turn.usage", new { turnId = "u", promptTokens = 10, completionTokens = 0, cachedTokens = 0, costUsd = 0.5 }));
        conversation.Hear(events.Of("turn.error", new { turnId = "u", code = "x", kind = "service", message = "m", retryable = true }));
        Assert.EndsWith(" · 1.5k tokens · context 10 of 200.0k (0%) · $0.75", Status, StringComparison.Ordinal);
    }

    [Fact]
    public void The_windows_of_the_account_are_part_of_its_usage()
    {
        conversation.Hear(events.Of("usage.window", new { window = "five_hour", status = "allowed", utilisation = 0.2 }));
        conversation.Hear(events.Of("usage.window", new { window = "five_hour", status = "allowed_warning", utilisation = 0.91 }));
        conversation.Hear(events.Of("usage.window", new { window = "seven_day", status = "rejected", utilisation = 1 }));
        Assert.Equal(["  5-hour limit: (91 % used)", "  weekly limit: (100 % used) used up"], StatusLine.Usage(conversation).TakeLast(2));
    }
}
