using System.Text.Json;
using Steward.ClaudeCode.Tests.StandIn;
using Steward.ClaudeCode.Tests.Support;
using Steward.EndToEnd.Tests.Support;

namespace Steward.ClaudeCode.Tests.Sessions;

/// <summary>A server of tools asks its user to fill in a form. Nobody can see that here, so it is told no, and the turn goes on.</summary>
public sealed class FormTests(ClaudeUnderTest steward) : IClassFixture<ClaudeUnderTest>
{
    private HttpApi Api => steward.Api;

    [Fact]
    public async Task A_form_is_declined_with_an_event_that_says_why_and_the_turn_goes_on()
    {
        await File.WriteAllTextAsync(
            Path.Combine(steward.ClaudeHome, ".claude.json"),
            JsonSerializer.Serialize(new { mcpServers = new { asker = new { type = "stdio", command = Environment.ProcessPath, args = new[] { FormServer.Flag } } } }),
            TestContext.Current.CancellationToken);
        var id = await Api.CreateAsync();
        var turn = await Api.SubmitAsync(id, "[[tool:mcp__asker__ask:{}]]");
        await Api.PostAsync($"/v3/sessions/{id}/permissions/{await Api.QuestionAsync(id)}", """{"decision":"allow"}""");
        Assert.Equal("turn.done", (await Api.EndAsync(id, turn)).Event);

        var events = await Api.EventsAsync(id);
        var declined = events.Single(static happened => happened.Event == "agent.declined").Payload;
        Assert.Equal("elicitation", declined.Text("asked"));
        Assert.Contains("Your name?", declined.Text("reason"), StringComparison.Ordinal);
        Assert.Contains("the form: decline", events.Single(static happened => happened.Event == "tool.end").Payload.Text("result"), StringComparison.Ordinal);
    }
}
