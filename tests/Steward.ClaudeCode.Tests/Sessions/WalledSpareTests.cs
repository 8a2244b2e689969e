using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Steward.ClaudeCode.Tests.Support;
using Steward.EndToEnd.Tests.Support;

namespace Steward.ClaudeCode.Tests.Sessions;

public sealed class ClaudeWithWalledSpare : ClaudeUnderTest
{
    protected override JsonObject MoreOfAgent => new()
    {
        ["spare"] = 1,
        ["sandbox"] = JsonSerializer.SerializeToNode(new { mode = "on", readable = new[] { AppContext.BaseDirectory.TrimEnd('/') } }),
    };
}

/// <summary>A process that is started ahead of its session, in a sandbox.</summary>
public sealed class WalledSpareTests : IAsyncLifetime
{
    // Of its own for each: what is started ahead is like the last session, and so would be another for whichever comes second.
    private readonly ClaudeWithWalledSpare steward = new();

    private HttpApi Api => steward.Api;

    public ValueTask InitializeAsync() => steward.InitializeAsync();

    public ValueTask DisposeAsync() => steward.DisposeAsync();

    [Fact]
    public async Task The_next_session_takes_it_and_it_is_walled_in_like_any_other()
    {
        await DoneAsync(await Api.CreateAsync(), "[[text:hello]]");
        var ahead = await OneAheadAsync();
        var session = await Api.CreateAsync();
        await DoneAsync(session, "[[text:hello]]");

        Assert.Equal(ahead, (await Api.SessionAsync(session)).GetProperty("pid").GetInt32());
        Assert.True((await Api.SessionAsync(session)).GetProperty("sandbox").GetBoolean());
        Assert.NotEqual(ahead, await OneAheadAsync());
        Assert.Equal("not there", await RunAsync(session, $"touch mine; test -e {steward.Home.StateFile} || echo not there"));
        Assert.True(File.Exists(Path.Combine(steward.Workspace, "mine")));
    }

    [Fact]
    public async Task One_whose_wall_is_around_another_folder_is_not_taken()
    {
        await DoneAsync(await Api.CreateAsync(), "[[text:hello]]");
        var ahead = await OneAheadAsync();
        var other = Directory.CreateDirectory(Path.Combine(steward.Workspace, "other")).FullName;
        var session = await Api.CreateAsync(JsonSerializer.Serialize(new { directory = other }));
        await DoneAsync(session, "[[text:hello]]");
        Assert.NotEqual(ahead, (await Api.SessionAsync(session)).GetProperty("pid").GetInt32());
        await RunAsync(session, $"touch mine; touch {steward.Workspace}/of-the-first");
        Assert.Equal((true, false), (File.Exists(Path.Combine(other, "mine")), File.Exists(Path.Combine(steward.Workspace, "of-the-first"))));
    }

    private async Task DoneAsync(string session, string message)
    {
        var end = await Api.EndAsync(session, await Api.SubmitAsync(session, message));
        Assert.True(end.Event == "turn.done", end.Raw);
    }

    private async Task<string> RunAsync(string session, string command)
    {
        var turn = await Api.SubmitAsync(session, $"[[tool:Bash:{JsonSerializer.Serialize(new { command, description = "look" })}]]");
        await Api.PostAsync($"/v3/sessions/{session}/permissions/{await Api.QuestionAsync(session)}", """{"decision":"allow"}""");
        await Api.EndAsync(session, turn);
        return (await Api.EventsAsync(session)).Last(static happened => happened.Event == "tool.end").Payload.Text("result").Trim();
    }

    /// <summary>The only child of the keeper's that is an agent and that no session has, once there is one.</summary>
    private async Task<int> OneAheadAsync()
    {
        var found = new List<int>();
        await Eventually.TrueAsync(
            async () =>
            {
                var taken = (await Api.GetAsync("/v3/sessions")).Json.EnumerateArray().Select(static session => session.TryGetProperty("pid", out var pid) ? pid.GetInt32() : 0).ToHashSet();
                found = [.. Processes.All.Where(pid => !taken.Contains(pid) && ParentOf(pid) == steward.State.KeeperPid && Processes.Arguments(pid).Contains("--unshare-pid"))];
                return found.Count == 1;
            },
            () => $"Started ahead: {string.Join(", ", found.Select(static pid => $"{pid} {Processes.CommandLine(pid)}"))}");
        return found[0];
    }

    private static int ParentOf(int pid) =>
        Processes.Read(pid, "stat") is { Length: > 0 } stat ? int.Parse(stat[(stat.LastIndexOf(')') + 4)..].Split(' ')[0], CultureInfo.InvariantCulture) : 0;
}
