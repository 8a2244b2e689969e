using System.Diagnostics;
using System.Text.Json.Nodes;
using Steward.ClaudeCode.Tests.Support;
using Steward.EndToEnd.Tests.Support;

namespace Steward.ClaudeCode.Tests.Sessions;

public sealed class ClaudeWithSpare : ClaudeUnderTest
{
    protected override JsonObject MoreOfAgent => new() { ["spare"] = 1 };
}

/// <summary>A process that is started ahead of its session.</summary>
public sealed class SpareTests(ClaudeWithSpare steward) : IClassFixture<ClaudeWithSpare>
{
    private const string Small = "claude-haiku-4-5";

    private HttpApi Api => steward.Api;

    [Fact]
    public async Task The_next_session_takes_it_for_itself_and_another_takes_its_place()
    {
        await DoneAsync(await Api.CreateAsync());
        var ahead = await OneAheadAsync();
        var first = await Api.CreateAsync();
        var second = await Api.CreateAsync();
        await DoneAsync(second);
        await DoneAsync(first);

        Assert.Equal(ahead, await PidAsync(first));
        Assert.Contains($"STEWARD_SESSION_ID={first}", Processes.Environment(ahead));
        Assert.NotEqual(ahead, await PidAsync(second));
        Assert.NotEqual(ahead, await OneAheadAsync());
        await DoneAsync(first);
        Assert.Equal(ahead, await PidAsync(first));
    }

    [Fact]
    public async Task One_that_does_not_fit_is_not_taken_and_gives_way_to_one_like_the_last_session()
    {
        await DoneAsync(await Api.CreateAsync());
        var ahead = await OneAheadAsync();
        var other = await Api.CreateAsync($$"""{"model":"{{Small}}"}""");
        await DoneAsync(other);
        Assert.NotEqual(ahead, await PidAsync(other));

        var next = await OneAheadAsync(Small);
        Assert.False(Processes.IsAlive(ahead));
        var another = await Api.CreateAsync($$"""{"model":"{{Small}}"}""");
        await DoneAsync(another);
        Assert.Equal(next, await PidAsync(another));
    }

    [Fact]
    public async Task One_that_a_choice_made_unfit_is_ended_and_the_session_that_was_to_have_it_begins_without()
    {
        await DoneAsync(await Api.CreateAsync());
        var ahead = await OneAheadAsync();
        var session = await Api.CreateAsync();
        await Api.PatchAsync($"/v3/sessions/{session}", """{"permissionMode":"acceptEdits"}""");
        await DoneAsync(session);
        Assert.NotEqual(ahead, await PidAsync(session));
        Assert.Contains("acceptEdits", await steward.ArgumentsAsync(session));
        await Eventually.TrueAsync(() => !Processes.IsAlive(ahead), () => $"{ahead} is nobody's, and runs.");
    }

    [Fact]
    public async Task After_the_death_of_the_daemon_there_is_one_and_the_one_before_is_gone()
    {
        await DoneAsync(await Api.CreateAsync());
        var ahead = await OneAheadAsync();
        var session = await Api.CreateAsync();
        var daemon = steward.State.Pid;
        using (var process = Process.GetProcessById(daemon))
            process.Kill();
        await Eventually.TrueAsync(() => IsAnother(daemon), static () => "No other daemon has come.");
        await Eventually.TrueAsync(() => !Processes.IsAlive(ahead), () => $"{ahead} is nobody's, and runs.");
        await DoneAsync(session);
        await OneAheadAsync();
    }

    private bool IsAnother(int before)
    {
        steward.ReadState();
        return steward.State.Pid != before && Processes.IsAlive(steward.State.Pid);
    }

    private async Task<int> PidAsync(string session) => (await Api.SessionAsync(session)).GetProperty("pid").GetInt32();

    private async Task DoneAsync(string session) =>
        Assert.Equal("turn.done", (await Api.EndAsync(session, await Api.SubmitAsync(session, "[[text:hello]]"))).Event);

    /// <summary>The only process of the agent's that no session has, once there is one, with the model that it was started with.</summary>
    private async Task<int> OneAheadAsync(string? model = null)
    {
        var found = new List<int>();
        await Eventually.TrueAsync(
            async () =>
            {
                var taken = (await Api.GetAsync("/v3/sessions")).Json.EnumerateArray().Select(static session => session.TryGetProperty("pid", out var pid) ? pid.GetInt32() : 0).ToHashSet();
                found = [.. Processes.Of(steward.ClaudeHome).Where(pid => !taken.Contains(pid) && IsClaude(pid))];
                return found.Count == 1 && (model is null ? !Processes.Arguments(found[0]).Contains("--model") : Processes.Arguments(found[0]).Contains(model));
            },
            () => $"Started ahead: {string.Join(", ", found.Select(static pid => $"{pid} {Processes.CommandLine(pid)}"))}");
        return found[0];
    }

    private static bool IsClaude(int pid) => Processes.Arguments(pid) is [_, "-p", ..];
}
