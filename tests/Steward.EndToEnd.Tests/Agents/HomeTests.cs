using Steward.EndToEnd.Tests.Support;

namespace Steward.EndToEnd.Tests.Agents;

/// <summary>The folder that an agent has for itself.</summary>
public sealed class HomeTests(HomeTests.StewardWithAProgram steward) : IClassFixture<HomeTests.StewardWithAProgram>
{
    private const UnixFileMode OwnersFolder = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;

    public sealed class StewardWithAProgram : StewardUnderTest
    {
        protected override string MoreAgents => """
            ,
            "teller": { "runtime": "exec", "command": ["/bin/sh", "-c", "pwd; echo $STEWARD_AGENT_HOME; cat >/dev/null"] },
            "roamer": { "runtime": "exec", "command": ["/bin/cat"] }
            """;
    }

    private string Home(string agent) => steward.Home.AgentHome(agent);

    [Fact]
    public async Task It_is_made_with_the_first_process_for_its_owner_alone_and_the_agent_works_in_it()
    {
        var id = await steward.Api.CreateAsync("""{"agent":"teller"}""");
        await steward.Api.EndAsync(id, await steward.Api.SubmitAsync(id, "hello"));

        Assert.Equal($"{Home("teller")}/workspace\n{Home("teller")}\n", (await steward.Api.EventsAsync(id)).Text("turn.message"));
        foreach (var folder in (string[])["", "notes", "workspace", ".meta"])
            Assert.Equal(OwnersFolder, File.GetUnixFileMode(Path.Combine(Home("teller"), folder)));
        Assert.True(File.Exists(Path.Combine(Home("teller"), "MEMORY.md")));
        var identity = System.Text.Json.JsonDocument.Parse(await ReadAsync("teller", ".meta/identity.json")).RootElement;
        Assert.Equal(("teller", "exec"), (identity.Text("id"), identity.Text("runtime")));
        Assert.Contains("\"mcp\"", await ReadAsync("teller", ".meta/mcp.json"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_the_agent_keeps_there_is_left_as_it_is_and_its_notes_are_given_to_it()
    {
        await StewardUnderTest.WriteAsync(Path.Combine(Home("demo"), "MEMORY.md"), "- the owner likes tea\n");
        await StewardUnderTest.WriteAsync(Path.Combine(Home("demo"), "notes", "plan.md"), "first this");
        var id = await steward.Api.CreateAsync();
        await steward.Api.EndAsync(id, await steward.Api.SubmitAsync(id, "what do you remember?"));

        Assert.Contains("- the owner likes tea", (await steward.Api.EventsAsync(id)).Text("turn.message"), StringComparison.Ordinal);
        Assert.Equal("first this", await ReadAsync("demo", "notes/plan.md"));
        Assert.Equal("- the owner likes tea\n", await ReadAsync("demo", "MEMORY.md"));
    }

    [Fact]
    public async Task What_the_agent_put_in_the_place_of_its_notes_is_left_there_and_keeps_nobody_from_starting_it()
    {
        Directory.CreateDirectory(Home("roamer"));
        File.CreateSymbolicLink(Path.Combine(Home("roamer"), "notes"), "/nowhere");
        var id = await steward.Api.CreateAsync("""{"agent":"roamer"}""");

        Assert.Equal("turn.done", (await steward.Api.EndAsync(id, await steward.Api.SubmitAsync(id, "hello"))).Event);
        Assert.Equal("/nowhere", new FileInfo(Path.Combine(Home("roamer"), "notes")).LinkTarget);
    }

    private Task<string> ReadAsync(string agent, string file) => File.ReadAllTextAsync(Path.Combine(Home(agent), file), TestContext.Current.CancellationToken);
}
