using System.Diagnostics;
using Steward.EndToEnd.Tests.Support;

namespace Steward.EndToEnd.Tests.Lifecycle;

/// <summary>The keeper gave up on its daemon, and the agents live on.</summary>
public sealed class ParkedTests(StewardUnderTest steward) : IClassFixture<StewardUnderTest>
{
    private HttpApi Api => steward.Api;

    [Theory]
    [InlineData("restart")]
    [InlineData("start")]
    public async Task It_is_started_anew_once_its_trouble_is_mended_and_finds_its_agents(string verb)
    {
        var id = await Api.CreateAsync();
        await Api.ScriptAsync(id, "say ready", "sleep 600000");
        await Api.EventAsync(id, "turn.token");
        var agent = (await Api.SessionAsync(id)).GetProperty("pid").GetInt32();
        var token = Api.Token;
        var good = await File.ReadAllTextAsync(steward.Home.ConfigFile, TestContext.Current.CancellationToken);
        await ParkAsync();

        var inVain = await steward.RunAsync(verb);
        Assert.Equal(78, inVain.ExitCode);
        Assert.Contains("nonsense", inVain.Out + inVain.Error, StringComparison.Ordinal);

        await StewardUnderTest.WriteAsync(steward.Home.ConfigFile, good);
        var started = await steward.RunAsync(verb);
        Assert.True(started.ExitCode == 0, started.Out + started.Error);
        steward.ReadState();
        Assert.StartsWith("The daemon was parked: ", started.Out, StringComparison.Ordinal);
        Assert.Contains($"Daemon started (pid {steward.State.Pid}, port {steward.State.Port})", started.Out, StringComparison.Ordinal);
        Assert.NotEqual(token, Api.Token);
        Assert.Equal(agent, (await Api.SessionAsync(id)).GetProperty("pid").GetInt32());
        await Api.PostAsync($"/v3/sessions/{id}/kill");
    }

    private async Task ParkAsync()
    {
        await StewardUnderTest.WriteAsync(steward.Home.ConfigFile, """{ "nonsense": 1 }""");
        using (var daemon = Process.GetProcessById(steward.State.Pid))
            daemon.Kill();
        await Eventually.TrueAsync(() => File.Exists(steward.Home.ParkedFile), () => "It was not parked.");
    }
}
