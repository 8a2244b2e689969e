using System.Text.Json;
using Steward.EndToEnd.Tests.Support;

namespace Steward.EndToEnd.Tests.Agents;

/// <summary>What is left of an agent's process for whoever asks why it does not work.</summary>
public sealed class LastSpawnTests(LastSpawnTests.StewardWithAFailure steward) : IClassFixture<LastSpawnTests.StewardWithAFailure>
{
    public sealed class StewardWithAFailure : StewardUnderTest
    {
        protected override string MoreAgents => """
            ,
            "broken": {
              "runtime": "exec",
              "command": ["/bin/sh", "-c", "echo the map is upside down, said $API_TOKEN >&2; exit 3"],
              "environment": { "API_TOKEN": "a-very-secret-word" }
            },
            "absent": { "runtime": "claude-code", "program": "/nowhere/claude" }
            """;
    }

    [Fact]
    public async Task It_tells_what_was_started_how_it_ended_and_its_last_words_without_a_secret()
    {
        await RunAsync("broken");
        var spawn = await EndedAsync("broken");

        Assert.Equal(3, spawn.GetProperty("exitCode").GetInt32());
        Assert.Equal("/bin/sh", spawn.GetProperty("argv")[0].GetString());
        Assert.True(spawn.GetProperty("durationMs").GetInt64() >= 0);
        var words = spawn.GetProperty("stderr").GetString();
        Assert.Contains("the map is upside down", words, StringComparison.Ordinal);
        Assert.DoesNotContain("a-very-secret-word", words, StringComparison.Ordinal);
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(FileOf("broken")));
    }

    [Fact]
    public async Task A_program_that_is_not_there_is_named_with_where_it_was_looked_for_and_where_it_is_to_be_had()
    {
        var error = (await RunAsync("absent")).Payload;
        Assert.Equal("spawn", error.GetProperty("kind").GetString());
        Assert.Contains("/nowhere/claude: command not found. Searched:", error.GetProperty("message").GetString(), StringComparison.Ordinal);
        Assert.Contains("https://claude.ai/code", error.GetProperty("fix").GetString(), StringComparison.Ordinal);

        Assert.Contains("command not found", (await EndedAsync("absent")).GetProperty("notStarted").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task It_tells_what_was_started_while_it_runs_and_after_the_daemon_was_replaced()
    {
        var id = await steward.Api.CreateAsync("""{"agent":"demo"}""");
        var turn = await steward.Api.ScriptAsync(id, "words 1", "sleep 60000");
        await steward.Api.EventAsync(id, "turn.token");
        var running = await NoteAsync("demo");
        Assert.Equal(id, running.GetProperty("session").GetString());
        Assert.False(running.TryGetProperty("endedAt", out _));
        Assert.Equal(0, (await steward.RunAsync("restart")).ExitCode);
        steward.ReadState();
        await steward.Api.PostAsync($"/v3/sessions/{id}/kill");
        Assert.Equal("session.cancelled", (await steward.Api.EndAsync(id, turn)).Event);
        var ended = await EndedAsync("demo");
        Assert.Equal((running.GetProperty("argv").GetRawText(), running.GetProperty("startedAt").GetString()), (ended.GetProperty("argv").GetRawText(), ended.GetProperty("startedAt").GetString()));
        Assert.True(ended.GetProperty("durationMs").GetInt64() > 0);
    }

    private async Task<Envelope> RunAsync(string agent)
    {
        var id = await steward.Api.CreateAsync(JsonSerializer.Serialize(new { agent }));
        var end = await steward.Api.EndAsync(id, await steward.Api.SubmitAsync(id, "hello"));
        Assert.Equal("turn.error", end.Event);
        return end;
    }

    private string FileOf(string agent) => Path.Combine(steward.Home.AgentHome(agent), ".meta", "last-spawn.json");

    private async Task<JsonElement> EndedAsync(string agent)
    {
        await Eventually.TrueAsync(() => NoteAsync(agent).Result.TryGetProperty("endedAt", out _), () => $"The end of {agent} is not told.");
        return await NoteAsync(agent);
    }

    private async Task<JsonElement> NoteAsync(string agent)
    {
        await Eventually.TrueAsync(() => File.Exists(FileOf(agent)), () => $"There is no {FileOf(agent)}.");
        return JsonDocument.Parse(await File.ReadAllBytesAsync(FileOf(agent), TestContext.Current.CancellationToken)).RootElement;
    }
}
