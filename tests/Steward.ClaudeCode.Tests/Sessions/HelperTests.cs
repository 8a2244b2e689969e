using System.Text.Json;
using Steward.ClaudeCode.Tests.Support;
using Steward.EndToEnd.Tests.Support;

namespace Steward.ClaudeCode.Tests.Sessions;

/// <summary>Agents that the agent starts.</summary>
public sealed class HelperTests(ClaudeUnderTest steward) : IClassFixture<ClaudeUnderTest>
{
    private HttpApi Api => steward.Api;

    [Fact]
    public async Task What_a_helper_says_and_does_names_the_call_that_started_it_and_is_no_part_of_the_answer()
    {
        var file = Path.Combine(steward.Workspace, "touched");
        var inner = JsonSerializer.Serialize(new { command = $"touch {file}", description = "touch" });
        var outer = JsonSerializer.Serialize(new { description = "look", prompt = $"[[tool:Bash:{inner}]]", subagent_type = "general-purpose", run_in_background = false });
        var id = await Api.CreateAsync();
        var turn = await Api.SubmitAsync(id, $"[[tool:Agent:{outer}]]");
        var question = await Api.QuestionAsync(id);
        var asked = Assert.Single((await Api.SessionAsync(id)).GetProperty("asks").EnumerateArray());
        Assert.Equal((question, "Bash", "permission", true), (asked.Text("requestId"), asked.Text("toolName"), asked.Text("kind"), asked.GetProperty("ofHelper").GetBoolean()));
        Assert.Contains("asks for permission: Bash (for a helper of the agent's): steward attach", (await steward.RunAsync("status")).Out, StringComparison.Ordinal);
        Assert.Contains("Bash asks for permission, for a helper of the agent's", (await steward.RunAsync("permissions", "show", question)).Out, StringComparison.Ordinal);
        await Api.PostAsync($"/v3/sessions/{id}/permissions/{question}", """{"decision":"allow"}""");
        Assert.Equal("turn.done", (await Api.EndAsync(id, turn)).Event);

        Assert.True(File.Exists(file));
        var events = await Api.EventsAsync(id);
        var call = events.Single(static happened => happened.Event == "tool.start" && happened.Payload.Text("toolName") == "Agent");
        Assert.False(call.Payload.TryGetProperty("parentCallId", out _), call.Raw);
        foreach (var name in new[] { "tool.start", "tool.end" })
        {
            var tool = events.Single(happened => happened.Event == name && happened.Payload.Text("toolName") == "Bash");
            Assert.Equal(call.Payload.Text("callId"), tool.Payload.Text("parentCallId"));
        }
        var said = events.Single(static happened => happened.Event == "helper.message");
        Assert.Equal(call.Payload.Text("callId"), said.Payload.Text("parentCallId"));
        Assert.StartsWith("done:", said.Payload.Text("text"), StringComparison.Ordinal);
        Assert.Single(events, static happened => happened.Event == "turn.message");
        Assert.Equal(events.Text("turn.token"), events.Text("turn.message"));
    }
}
