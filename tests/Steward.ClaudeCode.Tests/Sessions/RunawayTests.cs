using System.Globalization;
using System.Text.Json;
using Steward.ClaudeCode.Tests.Support;
using Steward.EndToEnd.Tests.Support;

namespace Steward.ClaudeCode.Tests.Sessions;

/// <summary>Processes that do not want to end, and many of them at once. Disposing the fixture fails when one is left.</summary>
public sealed class RunawayTests(ClaudeUnderTest steward) : IClassFixture<ClaudeUnderTest>
{
    private const int Forks = 200, Words = 200;

    // The real one takes 200 MB each.
    private static readonly int Sessions = ClaudeProgram.Real is null ? 20 : 8;

    private HttpApi Api => steward.Api;

    [Fact]
    public async Task A_killed_session_takes_along_what_fled_from_its_command_and_ignores_the_request_to_end()
    {
        var (id, ready) = await RunAsync("fled", "(trap '' TERM HUP; setsid setsid sh -c 'trap \"\" TERM HUP; echo >> {0}; while :; do sleep 1; done' </dev/null >/dev/null 2>&1 &)");
        await Eventually.TrueAsync(() => File.Exists(ready), () => "Nothing fled.");
        await KillAsync(id);
    }

    [Fact]
    public async Task A_killed_session_takes_along_hundreds_of_processes_and_the_daemon_answers_meanwhile()
    {
        var (id, ready) = await RunAsync("forks", $"for i in $(seq {Forks}); do (echo >> {{0}}; exec sleep 600) </dev/null >/dev/null 2>&1 & done");
        await Eventually.TrueAsync(() => File.Exists(ready) && File.ReadAllLines(ready).Length == Forks, () => "They did not all start.");
        var other = await Api.CreateAsync();
        Assert.Equal("turn.done", (await Api.EndAsync(other, await Api.SubmitAsync(other, "[[text:unharmed]]"))).Event);
        await KillAsync(id);
    }

    [Fact]
    public async Task Many_live_agents_outlive_the_daemon_and_each_turn_goes_on_in_its_one_process()
    {
        var turns = new Dictionary<string, string>();
        for (var n = 0; n < Sessions; n++)
        {
            var id = await Api.CreateAsync();
            turns[id] = await Api.SubmitAsync(id, $"[[slow:{Words}:0.04]]");
        }
        foreach (var id in turns.Keys)
            await Api.EventAsync(id, "turn.token");
        await steward.KillDaemonAsync();

        foreach (var (id, turn) in turns)
        {
            Assert.Equal("turn.done", (await Api.EndAsync(id, turn)).Event);
            var events = await Api.EventsAsync(id);
            Assert.Equal(string.Join(' ', Enumerable.Range(0, Words).Select(static n => $"tok{n}")), events.Text("turn.message"));
            Assert.Single(events, static happened => happened.Event == "process.started");
            Assert.DoesNotContain(events, static happened => happened.Event == "process.exited");
        }
    }

    /// <summary>Waits for the end of the turn: what the command started lives on without it.</summary>
    private async Task<(string Session, string Ready)> RunAsync(string name, string command)
    {
        var ready = Path.Combine(steward.Workspace, name);
        var script = Path.Combine(steward.Workspace, $"{name}.sh");
        await File.WriteAllTextAsync(script, string.Format(CultureInfo.InvariantCulture, command, ready), TestContext.Current.CancellationToken);
        var id = await Api.CreateAsync();
        var turn = await Api.SubmitAsync(id, $"[[tool:Bash:{JsonSerializer.Serialize(new { command = $"bash {script}", description = "scripted" })}]]");
        await Api.PostAsync($"/v3/sessions/{id}/permissions/{await Api.QuestionAsync(id)}", """{"decision":"allow"}""");
        Assert.Equal("turn.done", (await Api.EndAsync(id, turn)).Event);
        return (id, ready);
    }

    private async Task KillAsync(string session)
    {
        var all = Processes.Of($"STEWARD_SESSION_ID={session}");
        Assert.True(all.Count >= 2, "the agent and what fled from it are there");
        await Api.PostAsync($"/v3/sessions/{session}/kill");
        await Eventually.TrueAsync(() => !all.Any(Processes.IsAlive), () => $"Still there: {string.Join(", ", all.Where(Processes.IsAlive).Select(Processes.CommandLine))}");
    }
}
