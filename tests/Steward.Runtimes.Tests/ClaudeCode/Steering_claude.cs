using System.Text;
using System.Text.Json;
using Steward.Domain.Agents;
using Steward.Domain.Turns;

namespace Steward.Runtimes.Tests.ClaudeCode;

public sealed class Steering_claude
{
    private const string Message = "bf6e3fdd-55e7-4cc8-802f-70751cb4d1ae";

    private static readonly SteerId Steer = SteerId.From(Guid.Parse(Message));

    [Theory]
    [InlineData(SteerPriority.Next, "next")]
    [InlineData(SteerPriority.Now, "now")]
    public void Sends_the_message_with_its_own_uuid_and_priority_and_an_ordinary_one_with_none(SteerPriority priority, string word)
    {
        using var steer = Json(Claude.Open().Message(new UserMessage(Claude.Turn, "mind this") { Steer = Steer, Priority = priority }));
        Assert.Equal((word, Message), (steer.RootElement.GetProperty("priority").GetString(), steer.RootElement.GetProperty("uuid").GetString()));
        using var ordinary = Json(Claude.Open().Message(new UserMessage(Claude.Turn, "hello")));
        Assert.False(ordinary.RootElement.TryGetProperty("priority", out _));
    }

    [Fact]
    public void Says_that_a_message_has_become_a_part_of_the_turn_and_ends_that_once()
    {
        var reports = Claude.Read(
            Claude.Started, Claude.Lifecycle("queued", Message), Claude.Lifecycle("started", Message), Claude.Lifecycle("completed", Message),
            ResultOf(Claude.Message, Message), Claude.Lifecycle("completed"));
        Assert.Equal(new AgentTook(Steer.Message), reports[0]);
        Assert.Equal(Claude.Turn, Assert.Single(reports.OfType<AgentFinished>()).Turn);
    }

    [Fact]
    public void Finishes_first_the_turn_s_own_message_and_then_the_one_that_came_too_late_to_be_a_part_of_it()
    {
        var reports = Claude.Read(
            Claude.Started, Claude.Lifecycle("queued", Message), ResultOf(Claude.Message), Claude.Lifecycle("completed"),
            Claude.Lifecycle("started", Message), ResultOf(Message), Claude.Lifecycle("completed", Message));
        Assert.Equal([Claude.Turn, Steer.Message], reports.OfType<AgentFinished>().Select(static finished => finished.Turn!.Value));
        Assert.Empty(reports.OfType<AgentTook>());
    }

    [Fact]
    public void Gives_back_the_message_that_an_interrupt_took_back_and_ends_the_turn_by_its_own()
    {
        var reports = Claude.Read(
            Claude.Started, Claude.Lifecycle("queued", Message), Claude.Lifecycle("cancelled", Message),
            Claude.Failed("\"terminal_reason\":\"aborted_streaming\""), Claude.Lifecycle("cancelled"));
        Assert.Equal([Steer.Message, Claude.Turn], reports.OfType<AgentFinished>().Select(static finished => finished.Turn!.Value));
    }

    [Fact]
    public void Takes_one_that_it_had_before_a_crash_for_a_part_of_the_turn_that_it_does_again()
    {
        var reports = Claude.Read(Claude.Started, Claude.Lifecycle("completed", Message), ResultOf(Claude.Message), Claude.Lifecycle("completed"));
        Assert.Equal(new AgentTook(Steer.Message), reports[0]);
        Assert.Equal(Claude.Turn, Assert.Single(reports.OfType<AgentFinished>()).Turn);
    }

    [Fact]
    public void Stops_with_a_turn_what_was_sent_into_it()
    {
        using var interrupt = Json(Claude.Open().Interrupt(Claude.Turn)!.Value);
        Assert.True(interrupt.RootElement.GetProperty("request").GetProperty("cancel_queued").GetBoolean());
    }

    private static JsonDocument Json(AgentInput input) => JsonDocument.Parse(Encoding.UTF8.GetString(input.Bytes.Span));

    private static string ResultOf(params string[] messages) =>
        $$"""{"is_error":false,"subtype":"success","terminal_reason":"completed","type":"result","user_message_uuids":[{{string.Join(',', messages.Select(static id => $"\"{id}\""))}}]}""";
}
