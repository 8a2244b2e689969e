using System.Text.Json;
using System.Text.Json.Nodes;
using Steward.ClaudeCode.Tests.Support;
using Steward.EndToEnd.Tests.Support;

namespace Steward.ClaudeCode.Tests.Sessions;

/// <summary>Two idle processes are kept, and no more.</summary>
public sealed class ClaudeWithTwoWarm : ClaudeUnderTest
{
    protected override JsonObject MoreOfAgent => new() { ["maxWarm"] = 2 };
}

public sealed class WarmTests(ClaudeWithTwoWarm steward) : IClassFixture<ClaudeWithTwoWarm>
{
    private HttpApi Api => steward.Api;

    [Fact]
    public async Task Those_used_most_recently_are_kept_and_never_one_with_something_to_do_is_ended()
    {
        var go = Path.Combine(steward.Workspace, "go");
        var script = Path.Combine(steward.Workspace, "wait.sh");
        await File.WriteAllTextAsync(script, $"until [ -e '{go}' ]; do sleep 0.1; done\n", TestContext.Current.CancellationToken);
        var asking = await Api.CreateAsync();
        await Api.SubmitAsync(asking, Bash(new { command = $"touch {go}-asked", description = "ask" }));
        await Api.QuestionAsync(asking);
        var background = await Api.CreateAsync();
        var turn = await Api.SubmitAsync(background, Bash(new { command = $"sh {script}", description = "wait", run_in_background = true }));
        await Api.PostAsync($"/v3/sessions/{background}/permissions/{await Api.QuestionAsync(background)}", """{"decision":"allow"}""");
        Assert.Equal("turn.done", (await Api.EndAsync(background, turn)).Event);

        var first = await IdleAsync();
        var second = await IdleAsync();
        await DoneAsync(first);
        var third = await IdleAsync();
        await GoneAsync(second);
        foreach (var kept in (string[])[asking, background, first, third])
            Assert.True((await Api.SessionAsync(kept)).TryGetProperty("pid", out _), kept);
        Assert.Contains("more recently", (await Api.EventAsync(second, "process.ending")).Payload.Text("reason"), StringComparison.Ordinal);

        await DoneAsync(second);
        await GoneAsync(first);
        await File.WriteAllTextAsync(go, "", TestContext.Current.CancellationToken);
    }

    private static string Bash(object input) => $"[[tool:Bash:{JsonSerializer.Serialize(input)}]]";

    private async Task<string> IdleAsync()
    {
        var id = await Api.CreateAsync();
        await DoneAsync(id);
        return id;
    }

    private async Task DoneAsync(string id) => Assert.Equal("turn.done", (await Api.EndAsync(id, await Api.SubmitAsync(id, "[[text:hello]]"))).Event);

    private Task GoneAsync(string id) => Eventually.TrueAsync(async () => !(await Api.SessionAsync(id)).TryGetProperty("pid", out _), () => $"{id} still has its process.");
}
