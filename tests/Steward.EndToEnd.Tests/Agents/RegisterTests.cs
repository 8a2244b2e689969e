using System.Net;
using System.Text.Json;
using Steward.EndToEnd.Tests.Support;

namespace Steward.EndToEnd.Tests.Agents;

/// <summary>Agents come and go by their owner's word, in the owner's own file.</summary>
public sealed class RegisterTests(RegisterTests.StewardWithARemark steward) : IClassFixture<RegisterTests.StewardWithARemark>
{
    public sealed class StewardWithARemark : StewardUnderTest
    {
        protected override string MoreAgents => """
            , // the owner's own remark
            "spare": { "runtime": "demo" }
            """;
    }

    private HttpApi Api => steward.Api;

    private string Config => File.ReadAllText(steward.Home.ConfigFile);

    [Fact]
    public async Task What_is_at_work_is_counted_whenever_somebody_asks()
    {
        var id = await Api.CreateAsync("""{"agent":"spare"}""");
        var turn = await Api.SubmitAsync(id, "count to 40 slowly");
        await Api.EventAsync(id, "turn.token");
        Assert.Equal("spare: 1 sessions, 1 at work, counted from what lives now\n", (await steward.RunAsync("agent", "repair", "spare")).Out);
        await Api.PostAsync($"/v3/sessions/{id}/cancel");
        await Api.EndAsync(id, turn);
        Assert.Equal("spare: 1 sessions, 0 at work, counted from what lives now\n", (await steward.RunAsync("agent", "repair", "spare")).Out);
        await Api.PostAsync($"/v3/sessions/{id}/kill");
    }

    [Fact]
    public async Task A_registered_agent_can_be_asked_at_once_and_the_rest_of_the_file_stays_as_it_was()
    {
        var before = Config;
        var ran = await steward.RunAsync("agent", "register", "--agent-id", "helper", "--name", "Frontend", "--runtime", "demo");
        Assert.True(ran.ExitCode == 0, ran.Out + ran.Error);
        var id = await Api.CreateAsync("""{"agent":"helper"}""");
        Assert.Equal("turn.done", (await Api.EndAsync(id, await Api.SubmitAsync(id, "say hello"))).Event);

        Assert.Contains("// the owner's own remark", Config, StringComparison.Ordinal);
        Assert.Contains("\"helper\": {", Config, StringComparison.Ordinal);
        Assert.Equal(before, await File.ReadAllTextAsync(steward.Home.ConfigFile + ".bak", TestContext.Current.CancellationToken));
        Assert.True(Directory.Exists(Path.Combine(steward.Home.AgentHome("helper"), "workspace")));
        var listed = await steward.RunAsync("agent", "list");
        Assert.Contains("helper (Frontend)", listed.Out, StringComparison.Ordinal);
        Assert.Contains("name:       Frontend", (await steward.RunAsync("agent", "show", "helper")).Out, StringComparison.Ordinal);
        var now = Config;
        Assert.Contains("registered already", (await steward.RunAsync("agent", "register", "helper")).Out, StringComparison.Ordinal);
        Assert.Equal(now, Config);
    }

    [Fact]
    public async Task The_name_of_the_built_in_agent_is_not_given_to_another()
    {
        var before = Config;
        var ran = await steward.RunAsync("agent", "register", "demo");
        Assert.Equal(1, ran.ExitCode);
        Assert.Contains("--runtime demo", ran.Error, StringComparison.Ordinal);
        Assert.Equal(before, Config);
    }

    [Theory]
    [InlineData("""{"id":"bad name","runtime":"demo"}""", 409, "config")]
    [InlineData("""{"id":"bad","runtime":"dmeo"}""", 409, "config")]
    [InlineData("""{"id":"bad","runtime":"demo","model":"opus"}""", 409, "config")]
    [InlineData("""{"id":"bad","workspace":"/nowhere/at/all"}""", 409, "config")]
    [InlineData("""{"id":"spare","runtime":"claude-code"}""", 409, "registered_otherwise")]
    [InlineData("""{"id":"bad","runtime":"exec"}""", 403, "command_needed")]
    [InlineData("""{"id":"bad","permissionMode":"bypassPermissions"}""", 403, "bypass_refused")]
    public async Task What_would_not_be_right_or_is_the_owners_file_alone_to_say_changes_nothing(string json, int status, string code)
    {
        var before = Config;
        var reply = await Api.PostAsync("/v3/agents", json);

        Assert.Equal((status, code), ((int)reply.Status, reply.Json.GetProperty("error").Text("code")));
        Assert.Equal(before, Config);
        Assert.False(Directory.Exists(steward.Home.AgentHome("bad")));
    }

    [Fact]
    public async Task An_agent_that_is_unregistered_is_archived_whole_and_can_be_taken_up_again()
    {
        await RegisterAsync("passing");
        await StewardUnderTest.WriteAsync(Path.Combine(steward.Home.AgentHome("passing"), "notes", "a.md"), "kept");
        var gone = await steward.RunAsync("agent", "unregister", "passing");
        Assert.True(gone.ExitCode == 0, gone.Out + gone.Error);

        Assert.DoesNotContain("passing", Config, StringComparison.Ordinal);
        Assert.False(Directory.Exists(steward.Home.AgentHome("passing")));
        Assert.Equal(HttpStatusCode.NotFound, (await Api.GetAsync("/v3/agents/passing")).Status);
        Assert.Equal(HttpStatusCode.NotFound, (await DeleteAsync("/v3/agents/passing")).Status);
        Assert.Single(Directory.EnumerateDirectories(steward.Home.AgentHome(".archive"), "passing-*"));
        var again = await steward.RunAsync("agent", "register", "passing", "--runtime", "demo", "--restore");
        Assert.Contains("taken up again", again.Out, StringComparison.Ordinal);
        Assert.Equal("kept", await File.ReadAllTextAsync(Path.Combine(steward.Home.AgentHome("passing"), "notes", "a.md"), TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task An_agent_at_work_is_unregistered_only_by_force_and_its_process_ends_first()
    {
        await RegisterAsync("busy");
        var id = await Api.CreateAsync("""{"agent":"busy"}""");
        await Api.EndAsync(id, await Api.SubmitAsync(id, "say hello"));
        var refused = await DeleteAsync("/v3/agents/busy");
        Assert.Equal((HttpStatusCode.Conflict, "agent_at_work"), (refused.Status, refused.Json.GetProperty("error").Text("code")));
        Assert.Contains("\"busy\"", Config, StringComparison.Ordinal);

        var forced = await DeleteAsync("/v3/agents/busy?force=true");
        Assert.Equal((HttpStatusCode.OK, 1), (forced.Status, forced.Json.GetProperty("killed").GetInt32()));
        Assert.Equal("killed", (await Api.SessionAsync(id)).Text("status"));
        Assert.False((await Api.SessionAsync(id)).TryGetProperty("pid", out _));
        Assert.Equal(id, (await Api.EventsAsync(id))[0].Session);
    }

    [Fact]
    public async Task The_default_agent_and_one_that_is_built_in_stay()
    {
        Assert.Equal("is_default", (await DeleteAsync("/v3/agents/demo")).Json.GetProperty("error").Text("code"));
        Assert.Equal("no_such_agent", (await DeleteAsync("/v3/agents/claude")).Json.GetProperty("error").Text("code"));
    }

    private Task<Reply> DeleteAsync(string path) => Api.SendAsync(HttpMethod.Delete, path);

    private async Task RegisterAsync(string name)
    {
        var reply = await Api.PostAsync("/v3/agents", JsonSerializer.Serialize(new { id = name, runtime = "demo" }));
        Assert.True(reply.Status == HttpStatusCode.Created, reply.Text);
    }
}
