using System.Net;
using System.Text.Json;
using Steward.EndToEnd.Tests.Support;

namespace Steward.EndToEnd.Tests.Permissions;

/// <summary>What an approval binds, and what it does not: the bytes of the input, the folder and the environment; not what a file holds that they name.</summary>
public sealed class ApprovedSurroundingsTests(ApprovedSurroundingsTests.StewardWithAMark steward) : IClassFixture<ApprovedSurroundingsTests.StewardWithAMark>
{
    public sealed class StewardWithAMark : StewardUnderTest
    {
        protected override string AgentEnvironment => "\"MARK\": \"shown\"";
    }

    private HttpApi Api => steward.Api;

    [Fact]
    public async Task An_environment_that_is_changed_between_showing_and_running_is_not_the_one_that_it_runs_in()
    {
        var id = await Api.CreateAsync();
        var turn = await Api.ScriptAsync(id, "ask bash echo $MARK > mark.txt");
        var question = await Api.QuestionAsync(id);
        var config = await File.ReadAllTextAsync(steward.Home.ConfigFile, TestContext.Current.CancellationToken);
        await StewardUnderTest.WriteAsync(steward.Home.ConfigFile, config.Replace("\"shown\"", "\"swapped\"", StringComparison.Ordinal));
        Assert.Equal(HttpStatusCode.Created, (await Api.PostAsync("/v3/agents", """{"id":"another","runtime":"demo"}""")).Status);

        await AllowAsync(id, question, "false");
        Assert.Equal("turn.done", (await Api.EndAsync(id, turn)).Event);
        Assert.Equal("shown\n", await ReadAsync(id, "mark.txt"));
    }

    [Fact]
    public async Task A_script_is_approved_by_its_name_so_its_swapped_content_runs_once_and_never_by_itself_again()
    {
        var id = await Api.CreateAsync();
        var folder = (await Api.SessionAsync(id)).Text("directory");
        await StewardUnderTest.WriteAsync(Path.Combine(folder, "build.sh"), "echo shown > built.txt");
        var turn = await Api.ScriptAsync(id, "ask bash sh build.sh", "ask bash sh build.sh");
        var question = await Api.QuestionAsync(id);
        await StewardUnderTest.WriteAsync(Path.Combine(folder, "build.sh"), "echo swapped > built.txt");
        var answer = await AllowAsync(id, question, "true");
        Assert.Contains("something else tomorrow", answer.Text("notRemembered"), StringComparison.Ordinal);

        var second = await Eventually.Async(async () => (await Api.GetAsync($"/v3/sessions/{id}/permissions")).Json.EnumerateArray()
            .Select(static open => open.Text("requestId")).FirstOrDefault(open => open != question), "The same question again");
        Assert.Equal("swapped\n", await ReadAsync(id, "built.txt"));
        Assert.Equal(HttpStatusCode.OK, (await Api.PostAsync($"/v3/sessions/{id}/permissions/{second}", """{"decision":"deny"}""")).Status);
        await Api.EndAsync(id, turn);
        var events = await Api.EventsAsync(id);
        Assert.Equal("""{"command":"sh build.sh"}""", Assert.Single(events, static happened => happened.Event == "tool.start").Payload.GetProperty("args").GetRawText());
    }

    [Fact]
    public async Task A_command_that_is_remembered_is_asked_about_again_when_the_path_finds_another_program_by_its_name()
    {
        var early = Directory.CreateDirectory(Path.Combine(steward.Home.Root, "early")).FullName;
        var id = await Api.CreateAsync($$"""{"path":"{{early}}:/usr/bin:/bin"}""");
        var first = await Api.ScriptAsync(id, "ask bash uname -s");
        Assert.Equal("bash(uname -s)", (await AllowAsync(id, await Api.QuestionAsync(id), "true")).Text("remembered"));
        await Api.EndAsync(id, first);
        await Api.EndAsync(id, await Api.ScriptAsync(id, "ask bash uname -s"));
        Assert.Equal(2, (await Api.EventsAsync(id)).Count(static happened => happened.Event == "tool.end"));

        var shadow = Path.Combine(early, "uname");
        await StewardUnderTest.WriteAsync(shadow, "#!/bin/sh\ntouch ran.txt\n");
        File.SetUnixFileMode(shadow, UnixFileMode.UserRead | UnixFileMode.UserExecute);
        var last = await Api.ScriptAsync(id, "ask bash uname -s");
        var again = await Api.QuestionAsync(id);
        Assert.Equal(HttpStatusCode.OK, (await Api.PostAsync($"/v3/sessions/{id}/permissions/{again}", """{"decision":"deny"}""")).Status);
        await Api.EndAsync(id, last);
        Assert.False(File.Exists(Path.Combine((await Api.SessionAsync(id)).Text("directory"), "ran.txt")));
    }

    private async Task<JsonElement> AllowAsync(string session, string question, string remember)
    {
        var reply = await Api.PostAsync($"/v3/sessions/{session}/permissions/{question}", $$"""{"decision":"allow","remember":{{remember}}}""");
        Assert.True(reply.Status == HttpStatusCode.OK, reply.Text);
        return reply.Json;
    }

    private async Task<string> ReadAsync(string session, string file) =>
        await File.ReadAllTextAsync(Path.Combine((await Api.SessionAsync(session)).Text("directory"), file), TestContext.Current.CancellationToken);
}
