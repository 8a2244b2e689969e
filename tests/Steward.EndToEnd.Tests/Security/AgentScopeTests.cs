using System.Net;
using Steward.EndToEnd.Tests.Support;

namespace Steward.EndToEnd.Tests.Security;

/// <summary>A process that an agent started has the owner's user id and can read the owner's token: it is still no owner.</summary>
public sealed class AgentScopeTests(StewardUnderTest steward) : IClassFixture<StewardUnderTest>
{
    private HttpApi Api => steward.Api;

    private string Tcp => $"http://127.0.0.1:{Api.Port}";

    [Fact]
    public async Task It_is_refused_on_every_route_of_its_owner_by_tcp_and_by_the_unix_socket()
    {
        var routes = await Api.RoutesAsync();
        var id = await Api.CreateAsync();
        var folder = (await Api.SessionAsync(id)).GetProperty("directory").GetString()!;
        await using (var script = new StreamWriter(Path.Combine(folder, "try.sh")))
            foreach (var route in routes)
                foreach (var door in (string[])[$"{Tcp}", $"--unix-socket {steward.Home.ApiSocket} http://localhost"])
                    await script.WriteLineAsync(
                        $"echo \"{route.Scope} $(curl -s -m 20 -o /dev/null -w '%{{http_code}}' -X {route.Method} -H 'Authorization: Bearer {Api.Token}' {door}{route.Filled}) {route.Method} {route.Path}\"");
        var turn = await Api.ScriptAsync(id, "tool sh try.sh > answers.txt 2>&1");
        Assert.Equal("turn.done", (await Api.EndAsync(id, turn)).Event);
        var answers = await File.ReadAllLinesAsync(Path.Combine(folder, "answers.txt"), TestContext.Current.CancellationToken);
        Assert.Equal(routes.Count * 2, answers.Length);
        Assert.All(answers, static line => Assert.StartsWith(line.StartsWith("nobody", StringComparison.Ordinal) ? "nobody 200" : line.StartsWith("agent", StringComparison.Ordinal) ? "agent 200" : line.Split(' ')[0] + " 403", line, StringComparison.Ordinal));
    }

    [Fact]
    public async Task It_does_not_become_an_owner_by_leaving_its_family()
    {
        var before = (await Api.GetAsync("/v3/sessions?archived=true")).Json.GetArrayLength();
        var id = await Api.CreateAsync();
        var folder = (await Api.SessionAsync(id)).GetProperty("directory").GetString()!;
        await StewardUnderTest.WriteAsync(Path.Combine(folder, "orphan.sh"), $"""
            sleep 1
            curl -s -m 20 -o /dev/null -w '%{"{http_code}"}' -X POST -H 'Authorization: Bearer {Api.Token}' -d '{"{}"}' {Tcp}/v3/sessions > tcp.txt
            curl -s -m 20 -o /dev/null -w '%{"{http_code}"}' -X POST -d '{"{}"}' --unix-socket {steward.Home.ApiSocket} http://localhost/v3/sessions > unix.part
            mv unix.part unix.txt
            """);
        await Api.ScriptAsync(id, "tool (setsid setsid sh orphan.sh >/dev/null 2>&1 &)", "sleep 60000");
        await Eventually.TrueAsync(() => File.Exists(Path.Combine(folder, "unix.txt")), () => "The orphan did not come to its end.");
        Assert.Equal(("403", "403"), (await ReadAsync(folder, "tcp.txt"), await ReadAsync(folder, "unix.txt")));
        Assert.Equal(before + 1, (await Api.GetAsync("/v3/sessions?archived=true")).Json.GetArrayLength());
        await Api.PostAsync($"/v3/sessions/{id}/kill");
    }

    [Fact]
    public async Task It_does_not_become_an_owner_by_outliving_its_agent_with_nothing_that_tells_whose_it_is()
    {
        await using var quiet = new StewardUnderTest();
        await quiet.InitializeAsync();
        var id = await quiet.Api.CreateAsync();
        var folder = (await quiet.Api.SessionAsync(id)).Text("directory");
        await StewardUnderTest.WriteAsync(Path.Combine(folder, "orphan.sh"), $"""
            touch there.txt
            until [ -e alone.txt ]; do sleep 0.1; done
            curl -s -m 20 -o /dev/null -w '%{"{http_code}"}' -H 'Authorization: Bearer {quiet.Api.Token}' http://127.0.0.1:{quiet.Api.Port}/v3/sessions > tcp.part
            mv tcp.part tcp.txt
            """);
        await quiet.Api.EndAsync(id, await quiet.Api.ScriptAsync(id, "tool (setsid env -i \"PATH=$PATH\" timeout 60 sh orphan.sh >/dev/null 2>&1 &)"));
        await Eventually.TrueAsync(() => File.Exists(Path.Combine(folder, "there.txt")), () => "The orphan did not begin.");
        await quiet.Api.PostAsync($"/v3/sessions/{id}/kill");
        await Eventually.TrueAsync(async () => (await quiet.Api.GetAsync("/v3/metrics")).Json.GetProperty("runtime").GetProperty("liveSessionCount").GetInt32() == 0, () => "The agent lives.");
        await StewardUnderTest.WriteAsync(Path.Combine(folder, "alone.txt"), "");
        await Eventually.TrueAsync(() => File.Exists(Path.Combine(folder, "tcp.txt")), () => "The orphan did not come to its end.");
        Assert.Equal("403", await ReadAsync(folder, "tcp.txt"));
    }

    [Fact]
    public async Task It_does_not_become_an_owner_by_ending_before_it_is_looked_at()
    {
        var id = await Api.CreateAsync();
        var folder = (await Api.SessionAsync(id)).GetProperty("directory").GetString()!;
        var request = $"POST /v3/sessions HTTP/1.1\\r\\nHost: 127.0.0.1:{Api.Port}\\r\\nAuthorization: Bearer {Api.Token}\\r\\nContent-Length: 20\\r\\n\\r\\n{{\"title\":\"intruder\"}}";
        await StewardUnderTest.WriteAsync(Path.Combine(folder, "hit.sh"), $$"""
            for n in $(seq 40); do
              ( exec 3<>/dev/tcp/127.0.0.1/{{Api.Port}}; printf '{{request}}' >&3 )
            done
            """);
        var turn = await Api.ScriptAsync(id, "tool bash hit.sh");
        Assert.Equal("turn.done", (await Api.EndAsync(id, turn)).Event);
        Assert.DoesNotContain("intruder", (await Api.GetAsync("/v3/sessions?archived=true")).Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task It_sees_that_the_daemon_is_well_and_no_sessions()
    {
        var id = await Api.CreateAsync("""{"title":"secret-title"}""");
        var folder = (await Api.SessionAsync(id)).GetProperty("directory").GetString()!;
        await Api.EndAsync(id, await Api.ScriptAsync(id, $"tool curl -s -m 20 --unix-socket {steward.Home.ApiSocket} http://localhost/v3/daemon > seen.json"));
        var seen = await ReadAsync(folder, "seen.json");
        Assert.Contains("\"sessions\":[]", seen, StringComparison.Ordinal);
        Assert.DoesNotContain("secret-title", seen, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_owner_goes_on_while_agents_live()
    {
        var id = await Api.CreateAsync();
        await Api.ScriptAsync(id, "say ready", "sleep 60000");
        await Api.EventAsync(id, "turn.token");
        using (var fresh = new HttpApi(Api.Port, Api.Token))
            Assert.Equal(HttpStatusCode.OK, (await fresh.GetAsync("/v3/sessions")).Status);
        Assert.Equal(0, (await steward.RunAsync("sessions", "list")).ExitCode);
        await Api.PostAsync($"/v3/sessions/{id}/kill");
    }

    private static Task<string> ReadAsync(string folder, string name) =>
        File.ReadAllTextAsync(Path.Combine(folder, name), TestContext.Current.CancellationToken);
}
