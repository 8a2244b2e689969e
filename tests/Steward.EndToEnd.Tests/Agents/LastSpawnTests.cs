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
        var spawn = await NoteAsync("broken");

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

        Assert.Contains("command not found", (await NoteAsync("absent")).GetProperty("notStarted").GetString(), StringComparison.Ordinal);
    }

    private async Task<Envelope> RunAsync(string agent)
    {
        var id = await steward.Api.CreateAsync(JsonSerializer.Serialize(new { agent }));
        var end = await steward.Api.EndAsync(id, await steward.Api.SubmitAsync(id, "hello"));
        Assert.Equal("turn.error", end.Event);
        return end;
    }

    private string FileOf(string agent) => Path.Combine(steward.Home.AgentHome(agent), ".meta", "last-spawn.json");

    private async Task<JsonElement> NoteAsync(string agent)
    {
        await Eventually.TrueAsync(() => File.Exists(FileOf(agent)), () => $"There is no {FileOf(agent)}.");
        return JsonDocument.Parse(await File.ReadAllBytesAsync(FileOf(agent), TestContext.Current.CancellationToken)).RootElement;
    }
}
