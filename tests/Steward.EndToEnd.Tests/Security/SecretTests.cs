using System.Text;
using Steward.EndToEnd.Tests.Support;

namespace Steward.EndToEnd.Tests.Security;

public sealed class SecretTests(SecretTests.WithCanary steward) : IClassFixture<SecretTests.WithCanary>
{
    private const string Canary = "canary/7f3a+9c=e1d5b2";

    public sealed class WithCanary : StewardUnderTest
    {
        protected override string AgentEnvironment => $"\"MY_API_KEY\": \"{Canary}\"";
    }

    private HttpApi Api => steward.Api;

    [Fact]
    public async Task A_secret_is_found_nowhere_but_where_its_owner_put_it()
    {
        var id = await Api.CreateAsync();
        // The agent says it on every way out that it has: a tool's result, its own words, its stderr; plain, in base64, and as part of an address.
        var turn = await Api.ScriptAsync(id, "tool printf %s \"$MY_API_KEY\"", "tool printf %s \"$MY_API_KEY\" | base64", "tool echo \"$MY_API_KEY\" >&2; false",
            $"tool cat {steward.Home.StateFile}", "tool echo \"https://x.example/?key=$MY_API_KEY\" | sed -e 's:canary/:canary%2F:' -e 's:+:%2B:' -e 's:c=e:c%3De:'");
        Assert.Equal("turn.done", (await Api.EndAsync(id, turn)).Event);
        // Mistakes are logged; what was shown in them is not.
        await Api.SendAsAsync($"Bearer {Api.Token}x", HttpMethod.Get, "/v3/sessions");
        await Api.GetAsync($"/v3/sessions?token={Api.Token}");
        using (await SocketClient.OpenWithoutHeaderAsync(Api, $"?sessionId={id}&token={Api.Token}")) { }
        Assert.Contains("tool.end", (await Api.EventsAsync(id)).Select(static happened => happened.Event));
        var (export, token) = ((await Api.GetAsync($"/v3/sessions/{id}/export")).Text, Api.Token);
        AssertHidden("the events", export, token);
        foreach (var pid in Processes.Of(steward.Home.Root))
            AssertHidden($"the command line of {pid}", Processes.CommandLine(pid), token);
        await steward.StopAsync("--now");
        // A spool is what an agent wrote, byte for byte, for as long as its process is kept: it is the agent's own, and nobody else's to read.
        var spools = Path.Combine(steward.Home.DaemonDirectory, "run") + "/";
        foreach (var file in Directory.EnumerateFiles(steward.Home.DaemonDirectory, "*", SearchOption.AllDirectories).Where(file => !file.StartsWith(spools, StringComparison.Ordinal)))
            AssertHidden(file, Encoding.Latin1.GetString(await File.ReadAllBytesAsync(file, TestContext.Current.CancellationToken)), token);
        await steward.StartAsync();
    }

    [Fact]
    public async Task An_agent_is_started_with_fixed_flags_whatever_it_is_told()
    {
        var id = await Api.CreateAsync("""{"title":"--title","name":"a-name","metadata":{"--meta":"-rf /"}}""");
        var folder = (await Api.SessionAsync(id)).GetProperty("directory").GetString()!;
        foreach (var message in (string[])["-v", "--help", "--session", "-- -rf /", "$(id)", "`id`", "\n--home\n/", "; id", "'\"\\", "-\u0000-", new string('-', 100_000), "{\"type\":\"stop\"}", "@/etc/passwd"])
            await Api.EndAsync(id, await Api.SubmitAsync(id, "marker-of-a-message " + message));
        var pid = (await Api.SessionAsync(id)).GetProperty("pid").GetInt32();
        var arguments = Processes.Arguments(pid);
        Assert.Equal(["--session", id, "--home", steward.Home.AgentHome("demo")], arguments[^4..]);
        Assert.Equal(6, arguments.Length);
        Assert.All(Processes.Of(steward.Home.Root), static process => Assert.DoesNotContain("marker-of-a-message", Processes.CommandLine(process), StringComparison.Ordinal));
        Assert.DoesNotContain("marker-of-a-message", Processes.Read(pid, "environ"), StringComparison.Ordinal);
        Assert.True(Directory.Exists(folder));
    }

    [Fact]
    public async Task An_agent_gets_no_secret_of_the_daemon()
    {
        var id = await Api.CreateAsync();
        await Api.EndAsync(id, await Api.SubmitAsync(id, "say hello"));
        var environment = Processes.Read((await Api.SessionAsync(id)).GetProperty("pid").GetInt32(), "environ");
        Assert.Contains(Canary, environment, StringComparison.Ordinal);
        Assert.DoesNotContain(Api.Token, environment, StringComparison.Ordinal);
    }

    private static void AssertHidden(string place, string text, string token)
    {
        foreach (var secret in (string[])[Canary, token])
            foreach (var form in (string[])[secret, Convert.ToBase64String(Encoding.UTF8.GetBytes(secret)), Uri.EscapeDataString(secret)])
                Assert.False(text.Contains(form, StringComparison.Ordinal), $"{form} is in {place}: …{Around(text, form)}…");
    }

    private static string Around(string text, string form) =>
        text.IndexOf(form, StringComparison.Ordinal) is >= 0 and var at ? text[Math.Max(0, at - 80)..Math.Min(text.Length, at + 120)] : "";
}
