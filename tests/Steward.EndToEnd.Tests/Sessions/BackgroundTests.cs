using Steward.EndToEnd.Tests.Support;

namespace Steward.EndToEnd.Tests.Sessions;

public sealed class BackgroundTests(StewardUnderTest steward) : IClassFixture<StewardUnderTest>
{
    private async Task<string> BackgroundAsync(string name, params string[] arguments)
    {
        var ran = await steward.RunAsync(["bg", "--name", name, .. arguments]);
        Assert.True(ran.ExitCode == 0, ran.Error);
        return ran.Out;
    }

    private async Task<string> FieldAsync(string session, string field) => (await steward.Api.SessionAsync(session)).GetProperty(field).ToString();

    [Fact]
    public async Task A_background_session_says_its_id_its_name_and_where_its_log_is()
    {
        var said = await BackgroundAsync("told", "say hello");
        var id = await FieldAsync("told", "id");
        Assert.Equal(
            $"""
            Background session started
              id:     {id}  (short: {id[5..13]})
              name:   told
              log:    steward logs {id[5..13]}  (kept in ~/daemon/steward.db)
              attach: steward attach {id[5..13]}

            """, said);
        Assert.Contains("told", (await steward.RunAsync("ps")).Out, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("id")]
    [InlineData("shortId")]
    [InlineData("name")]
    [InlineData("pid")]
    public async Task It_is_found_by_whatever_it_is_called(string field)
    {
        await BackgroundAsync($"found-{field}".ToLowerInvariant(), "#script\nwords 3\nsleep 60000");
        await steward.Api.EventAsync($"found-{field}".ToLowerInvariant(), "turn.token");
        var target = await FieldAsync($"found-{field}".ToLowerInvariant(), field);
        Assert.Contains("message", (await steward.RunAsync("logs", target, "--no-follow")).Out, StringComparison.Ordinal);
        await using (var attached = Pty.Start(steward, $"attach {target}", environment: "TERM=dumb"))
        {
            await attached.UntilAsync("w2");
            attached.Press("\u0004");
            Assert.Equal(0, await attached.ExitAsync());
        }
        Assert.Equal("running", await FieldAsync($"found-{field}".ToLowerInvariant(), "status"));
        var killed = await steward.RunAsync("kill", target);
        Assert.Equal((0, "killed"), (killed.ExitCode, await FieldAsync($"found-{field}".ToLowerInvariant(), "status")));
    }

    [Fact]
    public async Task An_agent_that_ignores_the_request_to_end_is_killed()
    {
        await BackgroundAsync("stubborn", "#script\nignore-term\nwords 1\nsleep 600000");
        await steward.Api.EventAsync("stubborn", "turn.token");
        var pid = (await steward.Api.SessionAsync("stubborn")).GetProperty("pid").GetInt32();
        Assert.Equal(0, (await steward.RunAsync("kill", "stubborn")).ExitCode);
        await Eventually.TrueAsync(() => !Processes.IsAlive(pid), () => $"{pid} lives on.");
        Assert.DoesNotContain("stubborn", (await steward.RunAsync("ps")).Out, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("attach")]
    [InlineData("logs")]
    [InlineData("kill")]
    public async Task A_target_that_is_not_there_is_a_failure_that_says_what_to_do(string verb)
    {
        var ran = await steward.RunAsync(verb, "nobody");
        Assert.Equal(1, ran.ExitCode);
        Assert.Contains("nobody", ran.Error, StringComparison.Ordinal);
        Assert.Contains("steward sessions list", ran.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--dir", "sub")]
    [InlineData("--dir=sub")]
    public async Task A_folder_is_kept_with_its_whole_path(params string[] flag)
    {
        var folder = Directory.CreateTempSubdirectory("steward-dir-").FullName;
        Directory.CreateDirectory(Path.Combine(folder, "sub"));
        var relative = flag.Select(part => part.Replace("sub", Path.GetRelativePath(Environment.CurrentDirectory, Path.Combine(folder, "sub")), StringComparison.Ordinal));
        await BackgroundAsync($"dir{flag.Length}", [.. relative, "say hello"]);
        Assert.Equal(Path.Combine(folder, "sub"), await FieldAsync($"dir{flag.Length}", "directory"));
        Directory.Delete(folder, recursive: true);
    }

    [Fact]
    public async Task What_its_owner_must_see_is_in_status_after_a_restart_too()
    {
        await BackgroundAsync("failed", "#script\ndie 3");
        await BackgroundAsync("parked", "#script\ndie 3");
        for (var death = 1; death < 5; death++)
            await steward.Api.EndAsync("parked", await steward.Api.ScriptAsync("parked", "die 3"));
        await Eventually.TrueAsync(() => FieldAsync("parked", "status").Result == "parked", () => "It is not parked.");
        Assert.Equal(0, (await steward.RunAsync("restart")).ExitCode);
        steward.ReadState();
        var status = (await steward.RunAsync("status")).Out;
        Assert.Contains($"{await FieldAsync("failed", "shortId")} failed failed its last turn", status, StringComparison.Ordinal);
        Assert.Contains($"{await FieldAsync("parked", "shortId")} parked is parked", status, StringComparison.Ordinal);
        var agent = (await steward.Api.GetAsync("/v3/agents/demo")).Json;
        Assert.Equal((await steward.Api.GetAsync("/v3/sessions")).Json.GetArrayLength(), agent.GetProperty("sessions").GetInt32());
    }

    [Fact]
    public async Task A_session_that_asks_stands_on_top_of_status_and_ps()
    {
        await BackgroundAsync("asking", "#script\nask bash true");
        await steward.Api.QuestionAsync("asking");
        await BackgroundAsync("working", "#script\nsleep 60000");
        var shortId = await FieldAsync("asking", "shortId");
        Assert.Contains($"  ! {shortId} asking asks for permission: bash: steward attach {shortId}\n", (await steward.RunAsync("status")).Out, StringComparison.Ordinal);
        var rows = (await steward.RunAsync("ps")).Out.Split('\n').SkipWhile(line => !line.StartsWith("ID ", StringComparison.Ordinal)).ToList();
        Assert.Contains("! awaiting-permission", rows[1], StringComparison.Ordinal);
        Assert.StartsWith(shortId, rows[1], StringComparison.Ordinal);
    }
}
