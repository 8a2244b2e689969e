using System.Net;
using Steward.EndToEnd.Tests.Support;

namespace Steward.EndToEnd.Tests.Sandboxing;

public sealed class SandboxTests(WalledSteward steward) : IClassFixture<WalledSteward>
{
    private HttpApi Api => steward.Api;

    [Fact]
    public async Task It_works_in_its_folder_and_its_home_and_keeps_its_own_tmp()
    {
        var id = await Api.CreateAsync("""{"sandbox":true}""");
        var session = await Api.SessionAsync(id);
        Assert.True(session.GetProperty("sandbox").GetBoolean());
        var mark = $"steward-{Guid.NewGuid():N}";
        var turn = await Api.ScriptAsync(id, $"tool echo x > /tmp/{mark} && echo y > $HOME/{mark} && ps ax > processes.txt");
        Assert.Equal("turn.done", (await Api.EndAsync(id, turn)).Event);
        Assert.False(File.Exists($"/tmp/{mark}"));
        Assert.True(File.Exists(Path.Combine(steward.Home.AgentHome("demo"), mark)));
        var seen = await File.ReadAllTextAsync(Path.Combine(session.GetProperty("directory").GetString()!, "processes.txt"), TestContext.Current.CancellationToken);
        Assert.DoesNotContain("daemon-process", seen, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_agent_that_is_set_to_it_is_walled_in_though_nobody_asks()
    {
        var id = await Api.CreateAsync($$"""{"agent":"{{WalledSteward.Offline}}","sandbox":false}""");
        Assert.True((await Api.SessionAsync(id)).GetProperty("sandbox").GetBoolean());
        var turn = await Api.ScriptAsync(id, "tool test \"$STEWARD_SANDBOX\" = 1 && ! test -e /root && echo yes > walled.txt");
        await Api.EndAsync(id, turn);
        Assert.True(File.Exists(Path.Combine((await Api.SessionAsync(id)).GetProperty("directory").GetString()!, "walled.txt")));
    }

    [Theory]
    [InlineData("/")]
    [InlineData("/usr")]
    [InlineData("/etc/ssl")]
    public async Task A_folder_that_no_sandbox_may_write_to_is_refused_before_there_is_a_session(string folder)
    {
        var refused = await Api.PostAsync("/v3/sessions", $$"""{"sandbox":true,"directory":"{{folder}}"}""");
        Assert.Equal((HttpStatusCode.Conflict, "no_sandbox"), (refused.Status, refused.Code));
        Assert.Contains("a part of the system", refused.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task It_outlives_the_daemon_in_the_middle_of_a_turn()
    {
        var id = await Api.CreateAsync("""{"sandbox":true}""");
        var turn = await Api.ScriptAsync(id, "words 60 50");
        await Api.EventAsync(id, "turn.token");
        var before = (await Api.SessionAsync(id)).GetProperty("pid").GetInt32();
        System.Diagnostics.Process.GetProcessById(steward.State.Pid).Kill();
        await Eventually.TrueAsync(() => Ready(), () => "No daemon came back.");
        Assert.Equal("turn.done", (await Api.EndAsync(id, turn)).Event);
        Assert.Equal(before, (await Api.SessionAsync(id)).GetProperty("pid").GetInt32());
    }

    [Fact]
    public async Task It_ends_with_everything_that_it_started()
    {
        var id = await Api.CreateAsync("""{"sandbox":true}""");
        await Api.ScriptAsync(id, "ignore-term", "tool (setsid setsid sleep 4711 > /dev/null 2>&1 &)", "say ready", "sleep 60000");
        await Api.EventAsync(id, "turn.token");
        var sleepers = Processes.All.Where(static pid => Processes.CommandLine(pid) == "sleep 4711").ToList();
        Assert.NotEmpty(sleepers);
        await Api.PostAsync($"/v3/sessions/{id}/kill");
        await Eventually.TrueAsync(() => !sleepers.Exists(Processes.IsAlive), () => "What it started still runs.");
    }

    [Fact]
    public async Task A_link_that_an_agent_left_in_its_home_leads_nobody_out()
    {
        var outside = Directory.CreateTempSubdirectory("steward-outside-").FullName;
        var link = Path.Combine(steward.Home.AgentHome("demo"), "elsewhere");
        try
        {
            Directory.CreateDirectory(link);
            var body = $$"""{"sandbox":true,"directory":"{{link}}"}""";
            var id = await Api.CreateAsync(body);
            Directory.Delete(link);
            File.CreateSymbolicLink(link, outside);
            Assert.Equal("no_sandbox", (await Api.PostAsync("/v3/sessions", body)).Code);
            // It was made before, and is asked about at each start of its process.
            var error = await Api.EndAsync(id, await Api.SubmitAsync(id, "say hello"));
            Assert.Equal(("turn.error", "no-sandbox"), (error.Event, error.Payload.Text("code")));
            Assert.Contains("out of the agent's home", error.Payload.Text("message"), StringComparison.Ordinal);
        }
        finally
        {
            File.Delete(link);
            Directory.Delete(outside);
        }
    }

    private bool Ready()
    {
        try
        {
            steward.ReadState();
            return Processes.IsAlive(steward.State.Pid) && new HttpApi(Api.Port, Api.Token).GetAsync("/v3/health").Result.Status == HttpStatusCode.OK;
        }
        catch (Exception e) when (e is IOException or AggregateException or System.Text.Json.JsonException)
        {
            return false;
        }
    }
}
