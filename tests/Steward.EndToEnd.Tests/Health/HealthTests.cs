using System.Net;
using System.Text.Json;
using Steward.EndToEnd.Tests.Support;

namespace Steward.EndToEnd.Tests.Health;

public sealed class HealthTests(StewardUnderTest steward) : IClassFixture<StewardUnderTest>
{
    private HttpApi Api => steward.Api;

    [Theory]
    [InlineData("/health")]
    [InlineData("/v3/health")]
    public async Task Health_answers_without_a_token_and_tells_counters_only_with_one(string path)
    {
        var open = await Api.SendAsAsync(null, HttpMethod.Get, path);
        Assert.Equal((HttpStatusCode.OK, "application/json"), (open.Status, open.ContentType));
        Assert.Equal(["status", "version", "protocolVersion", "uptime", "daemonId", "contract"], open.Json.EnumerateObject().Select(static field => field.Name));
        Assert.Equal("ok", open.Json.GetProperty("status").GetString());
        Assert.Matches("^daemon_[A-Za-z0-9_-]{8}$", open.Json.GetProperty("daemonId").GetString());
        Assert.True(open.Json.GetProperty("uptime").TryGetInt64(out _));
        Assert.Equal("3.0.0", open.Json.GetProperty("protocolVersion").GetString());
        Assert.Equal(("steward-v3", 1), (open.Json.GetProperty("contract").GetProperty("name").GetString(), open.Json.GetProperty("contract").GetProperty("version").GetInt32()));
        Assert.Equal(JsonValueKind.Object, (await Api.GetAsync(path)).Json.GetProperty("runtime").ValueKind);
    }

    [Fact]
    public async Task The_state_file_names_the_daemon_that_answers_and_the_token_that_opens_it()
    {
        var daemon = (await Api.GetAsync("/v3/daemon")).Json;
        Assert.Equal((steward.State.Pid, steward.State.KeeperPid, steward.State.Port, steward.State.DaemonId),
            (daemon.GetProperty("pid").GetInt32(), daemon.GetProperty("keeperPid").GetInt32(), daemon.GetProperty("port").GetInt32(), daemon.GetProperty("daemonId").GetString()));
        Assert.Equal("running", daemon.GetProperty("status").GetString());
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(steward.Home.StateFile));
    }

    [Fact]
    public async Task The_agents_are_an_array_of_objects()
    {
        foreach (var path in (string[])["/agents", "/v3/agents"])
        {
            var agents = (await Api.GetAsync(path)).Json;
            Assert.Equal(JsonValueKind.Array, agents.ValueKind);
            Assert.Equal("demo", agents[0].GetProperty("name").GetString());
        }
    }

    [Fact]
    public async Task It_listens_at_loopback_alone()
    {
        var port = steward.State.Port.ToString("X4");
        var listening = (await File.ReadAllLinesAsync("/proc/net/tcp", TestContext.Current.CancellationToken)).Where(line => line.Contains($":{port} 00000000:0000 0A", StringComparison.Ordinal));
        Assert.Contains($"0100007F:{port} ", Assert.Single(listening), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_command_of_this_build_agrees_with_its_daemon_about_the_contract()
    {
        var status = await steward.RunAsync("status", "--json");
        Assert.Equal(0, status.ExitCode);
        Assert.Contains("steward-v3", status.Out, StringComparison.Ordinal);
    }
}
