using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Text.Json;
using Steward.ClaudeCode.Tests.StandIn;
using Steward.ClaudeCode.Tests.Support;
using Steward.EndToEnd.Tests.Support;

namespace Steward.ClaudeCode.Tests.Accounts;

public sealed class LoginTests(ClaudeWithoutLogin steward) : IClassFixture<ClaudeWithoutLogin>
{
    private const string Planted = "sk-ant-oat01-planted-by-the-owner-0123456789";

    [Fact]
    public async Task A_token_that_is_set_reaches_the_next_agent_and_stands_in_no_other_file_and_no_argv()
    {
        var ran = await steward.RunWithInputAsync(Planted + "\n", "auth", "set-token", "--stdin", "--expires-in", "365d");
        Assert.True(ran.ExitCode == 0, ran.Error);
        Assert.Contains("CLAUDE_CODE_OAUTH_TOKEN=<redacted>", ran.Out, StringComparison.Ordinal);
        Assert.Contains("expires in ~365d", ran.Out, StringComparison.Ordinal);

        var session = await steward.Api.CreateAsync();
        Assert.Equal("turn.done", (await steward.Api.EndAsync(session, await steward.Api.SubmitAsync(session, "[[text:hello]]"))).Event);
        var pid = (await steward.Api.SessionAsync(session)).GetProperty("pid").GetInt32();
        Assert.Contains($"CLAUDE_CODE_OAUTH_TOKEN={Planted}", Processes.Environment(pid));
        Assert.DoesNotContain(Planted, string.Join(' ', await steward.ArgumentsAsync(session)), StringComparison.Ordinal);

        var status = await steward.RunAsync("auth", "status");
        Assert.Contains("CLAUDE_CODE_OAUTH_TOKEN=<redacted>  from steward auth set-token", status.Out, StringComparison.Ordinal);
        Assert.DoesNotContain(Planted, status.Out + (await steward.RunAsync("auth", "status", "--json")).Out + (await steward.RunAsync("auth", "diagnose")).Out, StringComparison.Ordinal);
        Assert.Equal([steward.Home.CredentialsFile], FilesWith(Planted));
        Assert.Equal(0, (await steward.RunAsync("auth", "set-token", "--clear")).ExitCode);
        Assert.Empty(FilesWith(Planted));
    }

    [Fact]
    public async Task A_token_reaches_an_agent_that_runs_whoever_wrote_it_and_is_taken_away_again()
    {
        await SetAsync(Planted + "-first");
        var session = await steward.Api.CreateAsync();
        Assert.Equal("logged in by first", await LoginAsync(session));
        var pid = (await steward.Api.SessionAsync(session)).GetProperty("pid").GetInt32();
        await SetAsync(Planted + "-second");
        Assert.Equal("logged in by second", await LoginAsync(session));

        var before = (await steward.Api.SessionAsync(session)).GetProperty("seq").GetInt64();
        var kept = await File.ReadAllTextAsync(steward.Home.CredentialsFile, TestContext.Current.CancellationToken);
        await File.WriteAllTextAsync(steward.Home.CredentialsFile, kept.Replace("-second", "-third", StringComparison.Ordinal), TestContext.Current.CancellationToken);
        await steward.Api.EventAsync(session, "process.input", before);
        Assert.Equal("logged in by third", await LoginAsync(session));

        Assert.Equal([steward.Home.CredentialsFile], FilesWith(Planted));
        Assert.DoesNotContain(Planted, string.Join('\n', (await steward.Api.EventsAsync(session)).Select(static happened => happened.Raw)), StringComparison.Ordinal);
        Assert.Equal(0, (await steward.RunAsync("auth", "set-token", "--clear")).ExitCode);
        Assert.Equal("auth", await LoginAsync(session));
        Assert.Equal(pid, (await steward.Api.SessionAsync(session)).GetProperty("pid").GetInt32());
    }

    [Fact]
    public async Task A_token_that_changes_while_no_daemon_runs_reaches_the_agents_that_the_next_one_finds()
    {
        await SetAsync(Planted + "-first");
        var session = await steward.Api.CreateAsync();
        Assert.Equal("logged in by first", await LoginAsync(session));
        var before = (await steward.Api.SessionAsync(session)).GetProperty("seq").GetInt64();
        var kept = await File.ReadAllTextAsync(steward.Home.CredentialsFile, TestContext.Current.CancellationToken);
        using (var daemon = Process.GetProcessById(steward.State.Pid))
        {
            await File.WriteAllTextAsync(steward.Home.CredentialsFile, kept.Replace("-first", "-second", StringComparison.Ordinal), TestContext.Current.CancellationToken);
            daemon.Kill();
            await daemon.WaitForExitAsync(TestContext.Current.CancellationToken);
        }
        await Eventually.TrueAsync(() => HasNewDaemon(steward.State.Pid), static () => "No other daemon has come.");
        await steward.Api.EventAsync(session, "process.input", before);
        Assert.Equal("logged in by second", await LoginAsync(session));
        Assert.Equal(0, (await steward.RunAsync("auth", "set-token", "--clear")).ExitCode);
    }

    private bool HasNewDaemon(int before)
    {
        steward.ReadState();
        return steward.State.Pid != before && Processes.IsAlive(steward.State.Pid);
    }

    private async Task SetAsync(string token)
    {
        var ran = await steward.RunWithInputAsync(token, "auth", "set-token", "--stdin");
        Assert.True(ran.ExitCode == 0, ran.Error);
    }

    /// <summary>How the session's next turn was logged in, or the kind of trouble that it had.</summary>
    private async Task<string?> LoginAsync(string session)
    {
        var turn = await steward.Api.SubmitAsync(session, "[[login:]]");
        var end = await steward.Api.EndAsync(session, turn);
        return end.Event == "turn.error"
            ? end.Payload.GetProperty("kind").GetString()
            : (await steward.Api.EventsAsync(session)).Where(happened => happened.Turn == turn).Text("turn.message");
    }

    [Theory]
    [InlineData("auth", "login")]
    [InlineData("auth", "setup-token")]
    public async Task Without_a_terminal_what_needs_one_says_so_and_what_to_do_instead(string noun, string verb)
    {
        var ran = await steward.RunAsync(noun, verb);
        Assert.Equal(2, ran.ExitCode);
        Assert.Contains("set-token --stdin", ran.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_token_that_claude_makes_in_a_terminal_is_kept_and_not_shown()
    {
        Assert.SkipUnless(ClaudeProgram.Real is null && File.Exists("/usr/bin/script"), "It takes the stand-in, and a terminal to type into.");
        var ran = await steward.RunInTerminalAsync("paste the code: ", "the-code\r", "auth", "setup-token");
        Assert.True(ran.ExitCode == 0, ran.Out);
        Assert.Contains("<redacted>", ran.Out, StringComparison.Ordinal);
        Assert.Contains("expires in ~365d", ran.Out, StringComparison.Ordinal);
        Assert.DoesNotContain(StandInAccount.Token, ran.Out, StringComparison.Ordinal);
        Assert.Equal([steward.Home.CredentialsFile], FilesWith(StandInAccount.Token));
        Assert.Equal(0, (await steward.RunAsync("auth", "set-token", "--clear")).ExitCode);
    }

    [Fact]
    public async Task A_token_that_is_typed_is_not_shown()
    {
        Assert.SkipUnless(File.Exists("/usr/bin/script"), "It takes a terminal to type into.");
        var ran = await steward.RunInTerminalAsync("Token (not shown): ", Planted + "\r", "auth", "set-token");
        Assert.True(ran.ExitCode == 0, ran.Out);
        Assert.Contains("CLAUDE_CODE_OAUTH_TOKEN=<redacted>  kept in", ran.Out, StringComparison.Ordinal);
        Assert.DoesNotContain(Planted, ran.Out, StringComparison.Ordinal);
        Assert.Equal([steward.Home.CredentialsFile], FilesWith(Planted));
        Assert.Equal(0, (await steward.RunAsync("auth", "set-token", "--clear")).ExitCode);
    }

    [Fact]
    public async Task The_tunnel_advises_first_and_then_names_the_port_that_the_login_listens_on()
    {
        Assert.SkipUnless(ClaudeProgram.Real is null, "A real login ends with what a browser brings back.");
        Assert.Equal(2, (await steward.RunAsync("auth", "tunnel")).ExitCode);
        using var tunnel = steward.Begin("auth", "tunnel", "--yes");
        Assert.Contains("setup-token is easier", await tunnel.StandardError.ReadLineAsync(TestContext.Current.CancellationToken), StringComparison.Ordinal);
        var line = await tunnel.StandardOutput.ReadLineAsync(TestContext.Current.CancellationToken);
        Assert.Matches(@"^ssh -L (\d+):localhost:\1 -N \S+@\S+$", line);
        using (var browser = new TcpClient(AddressFamily.InterNetworkV6))
            await browser.ConnectAsync(IPAddress.IPv6Loopback, int.Parse(line!.Split(' ', ':')[2]), TestContext.Current.CancellationToken);
        await tunnel.WaitForExitAsync(TestContext.Current.CancellationToken);
        Assert.Equal(0, tunnel.ExitCode);
    }

    [Fact]
    public async Task A_refresh_is_one_call_of_claude_and_shows_what_it_wrote_down()
    {
        Assert.SkipUnless(ClaudeProgram.Real is null, "The scripted model knows no limits.");
        var file = Path.Combine(steward.ClaudeHome, ".claude.json");
        await using (var config = new StreamWriter(file))
            await config.WriteAsync("""{"cachedExtraUsageDisabledReason":"out_of_credits"}""");
        Assert.Contains("out_of_credits", (await steward.RunAsync("auth", "overage", "show")).Out, StringComparison.Ordinal);
        var ran = await steward.RunAsync("auth", "overage", "refresh", "--workspace", steward.Workspace);
        Assert.True(ran.ExitCode == 0, ran.Error);
        Assert.Contains("cachedExtraUsageDisabledReason: None", ran.Out, StringComparison.Ordinal);

        await using (var config = new StreamWriter(file))
            await config.WriteAsync("""{"cachedExtraUsageDisabledReason":"out_of_credits"}""");
        var refreshed = await steward.Api.PostAsync("/v3/auth/overage/refresh");
        Assert.True(refreshed.Status == HttpStatusCode.OK, refreshed.Text);
        Assert.False(refreshed.Json.TryGetProperty("cachedExtraUsageDisabledReason", out var reason) && reason.ValueKind == System.Text.Json.JsonValueKind.String);
    }

    private IEnumerable<string> FilesWith(string secret) => Directory.EnumerateFiles(steward.Home.Root, "*", SearchOption.AllDirectories)
        .Where(static path => Path.GetExtension(path) is not (".sock" or ".lock"))
        .Where(path => Read(path).AsSpan().IndexOf(Encoding.UTF8.GetBytes(secret)) >= 0);

    private static byte[] Read(string path)
    {
        using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        var content = new MemoryStream();
        file.CopyTo(content);
        return content.ToArray();
    }
}
