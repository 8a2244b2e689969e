using System.Text.Json;
using Steward.ClaudeCode.Tests.Support;
using Steward.EndToEnd.Tests.Support;

namespace Steward.ClaudeCode.Tests.Sessions;

/// <summary>Work that goes on after its turn, and the turn that comes of its end.</summary>
public sealed class BackgroundWorkTests(ClaudeUnderTest steward) : IClassFixture<ClaudeUnderTest>
{
    private HttpApi Api => steward.Api;

    [Fact]
    public async Task Its_end_is_a_turn_of_the_session_with_an_origin_words_and_one_stop()
    {
        var go = Path.Combine(steward.Workspace, "go");
        var script = Path.Combine(steward.Workspace, "wait.sh");
        await File.WriteAllTextAsync(script, $"until [ -e '{go}' ]; do sleep 0.1; done\n", TestContext.Current.CancellationToken);
        var id = await Api.CreateAsync();
        var input = JsonSerializer.Serialize(new { command = $"sh {script}", description = "wait", run_in_background = true });
        var turn = await Api.SubmitAsync(id, $"[[tool:Bash:{input}]]");
        var reply = await Api.PostAsync($"/v3/sessions/{id}/permissions/{await Api.QuestionAsync(id)}", """{"decision":"allow"}""");
        Assert.True(reply.Status == System.Net.HttpStatusCode.OK, reply.Text);
        Assert.Equal("turn.done", (await Api.EndAsync(id, turn)).Event);

        await File.WriteAllTextAsync(go, "", TestContext.Current.CancellationToken);
        var began = await Eventually.Async(
            async () => (await Api.EventsAsync(id)).FirstOrDefault(static happened => happened.Event == "turn.start" && happened.Payload.TryGetProperty("origin", out _)),
            "A turn of its own");
        Assert.Equal("turn.done", (await Api.EndAsync(id, began.Turn!)).Event);

        var events = await Api.EventsAsync(id);
        Assert.Single(events, happened => SessionApi.StopEvents.Contains(happened.Event) && happened.Turn == began.Turn);
        Assert.Contains(events, happened => happened.Event == "turn.message" && happened.Turn == began.Turn);
        Assert.Equal(2, (await Api.SessionAsync(id)).GetProperty("turnCount").GetInt32());
    }
}
