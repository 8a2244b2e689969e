using System.Net;
using System.Text.Json;
using Steward.EndToEnd.Tests.Support;

namespace Steward.EndToEnd.Tests.Sessions;

public sealed class SessionTests(StewardUnderTest steward) : IClassFixture<StewardUnderTest>
{
    private HttpApi Api => steward.Api;

    [Fact]
    public async Task A_session_is_created_with_its_id_title_and_workspace_and_works_in_it()
    {
        var folder = Directory.CreateTempSubdirectory("steward-work-").FullName;
        try
        {
            var reply = await Api.PostAsync("/v3/sessions", JsonSerializer.Serialize(new { title = "My session", metadata = new { workspace = folder } }));
            Assert.Equal(HttpStatusCode.Created, reply.Status);
            Assert.Matches("^sess_[A-Za-z0-9_-]+$", reply.Json.GetProperty("id").GetString());
            Assert.Equal("My session", reply.Json.GetProperty("title").GetString());
            Assert.Equal(folder, reply.Json.GetProperty("metadata").GetProperty("workspace").GetString());
            var id = reply.Json.GetProperty("id").GetString()!;
            var turn = await Api.ScriptAsync(id, "tool pwd > here.txt");
            Assert.Equal("turn.done", (await Api.EndAsync(id, turn)).Event);
            Assert.Equal(folder, (await File.ReadAllTextAsync(Path.Combine(folder, "here.txt"), TestContext.Current.CancellationToken)).Trim());
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    [Fact]
    public async Task The_list_is_an_array_whose_items_have_id_title_and_turn_count()
    {
        var id = await Api.CreateAsync("""{"title":"listed"}""");
        await Api.EndAsync(id, await Api.SubmitAsync(id, "say hello"));
        var list = (await Api.GetAsync("/v3/sessions")).Json;
        Assert.Equal(JsonValueKind.Array, list.ValueKind);
        var mine = list.EnumerateArray().Single(item => item.GetProperty("id").GetString() == id);
        Assert.Equal("listed", mine.GetProperty("title").GetString());
        Assert.Equal(1, mine.GetProperty("turnCount").GetInt32());
    }

    [Fact]
    public async Task A_session_can_be_renamed_and_archived()
    {
        var id = await Api.CreateAsync("""{"title":"before"}""");
        var renamed = await Api.SendAsync(HttpMethod.Patch, $"/v3/sessions/{id}", """{"title":"after","name":"renamed-one"}""");
        Assert.Equal((HttpStatusCode.OK, "after"), (renamed.Status, renamed.Json.GetProperty("title").GetString()));
        Assert.Equal(id, (await Api.SessionAsync("renamed-one")).GetProperty("id").GetString());
        await Api.SendAsync(HttpMethod.Patch, $"/v3/sessions/{id}", """{"archived":true}""");
        Assert.DoesNotContain(id, (await Api.GetAsync("/v3/sessions")).Text, StringComparison.Ordinal);
        Assert.Contains(id, (await Api.GetAsync("/v3/sessions?archived=true")).Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Two_sessions_cannot_have_one_name()
    {
        await Api.CreateAsync("""{"name":"taken"}""");
        var other = await Api.CreateAsync();
        var created = await Api.PostAsync("/v3/sessions", """{"name":"taken"}""");
        var renamed = await Api.SendAsync(HttpMethod.Patch, $"/v3/sessions/{other}", """{"name":"taken"}""");
        Assert.Equal((HttpStatusCode.Conflict, "name_taken"), (created.Status, created.Code));
        Assert.Equal((HttpStatusCode.Conflict, "name_taken"), (renamed.Status, renamed.Code));
    }

    [Fact]
    public async Task A_deleted_session_is_gone_with_its_process_and_its_history()
    {
        var id = await Api.CreateAsync("""{"name":"doomed"}""");
        await Api.ScriptAsync(id, "ignore-term", "say ready", "sleep 60000");
        var conversation = Path.Combine(steward.Home.AgentHome("demo"), "demo", id + ".jsonl");
        await Api.EventAsync(id, "turn.token");
        var pid = (await Api.SessionAsync(id)).GetProperty("pid").GetInt32();
        Assert.True(File.Exists(conversation));
        Assert.Equal(HttpStatusCode.OK, (await Api.SendAsync(HttpMethod.Delete, $"/v3/sessions/{id}")).Status);
        Assert.False(File.Exists(conversation));
        Assert.Equal(HttpStatusCode.NotFound, (await Api.GetAsync($"/v3/sessions/{id}")).Status);
        Assert.Equal(HttpStatusCode.NotFound, (await Api.GetAsync("/v3/sessions/doomed")).Status);
        Assert.DoesNotContain(id, (await Api.GetAsync("/v3/sessions?archived=true")).Text, StringComparison.Ordinal);
        await Eventually.TrueAsync(() => !Processes.IsAlive(pid), () => $"{pid} still runs.");
        Assert.Equal(HttpStatusCode.NotFound, (await Api.SendAsync(HttpMethod.Delete, $"/v3/sessions/{id}")).Status);
        Assert.Equal(HttpStatusCode.NotFound, (await Api.GetAsync($"/v3/sessions/{id}/events")).Status);
        await Api.CreateAsync("""{"name":"doomed"}""");
    }

    [Fact]
    public async Task A_killed_session_keeps_its_history_and_takes_no_more_messages()
    {
        var id = await Api.CreateAsync();
        var turn = await Api.ScriptAsync(id, "say ready", "sleep 60000");
        await Api.EventAsync(id, "turn.token");
        var pid = (await Api.SessionAsync(id)).GetProperty("pid").GetInt32();
        Assert.True((await Api.PostAsync($"/v3/sessions/{id}/kill")).Json.GetProperty("killed").GetBoolean());
        Assert.False((await Api.PostAsync($"/v3/sessions/{id}/kill")).Json.GetProperty("killed").GetBoolean());
        Assert.Equal("session.cancelled", (await Api.EndAsync(id, turn)).Event);
        Assert.Equal("killed", (await Api.SessionAsync(id)).GetProperty("status").GetString());
        await Eventually.TrueAsync(() => !Processes.IsAlive(pid), () => $"{pid} still runs.");
        var refused = await Api.PostAsync($"/v3/sessions/{id}/turns", """{"content":"say hello"}""");
        Assert.Equal((HttpStatusCode.Conflict, "session_over"), (refused.Status, refused.Code));
    }

    [Fact]
    public async Task The_export_is_every_event_a_line_each()
    {
        var id = await Api.CreateAsync();
        await Api.EndAsync(id, await Api.ScriptAsync(id, "words 40", "tool echo hello"));
        var export = await Api.GetAsync($"/v3/sessions/{id}/export");
        Assert.Equal("application/x-ndjson", export.ContentType);
        var lines = export.Text.TrimEnd('\n').Split('\n').Select(Envelope.Of).ToList();
        Assert.Equal(Enumerable.Range(1, lines.Count).Select(static n => (long)n), lines.Select(static line => line.Seq));
        Assert.Equal((await Api.EventsAsync(id)).Select(static happened => happened.Raw), lines.Select(static line => line.Raw));
    }
}
