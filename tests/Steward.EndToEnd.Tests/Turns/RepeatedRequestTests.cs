using System.Net;
using Steward.EndToEnd.Tests.Support;

namespace Steward.EndToEnd.Tests.Turns;

public sealed class RepeatedRequestTests(StewardUnderTest steward) : IClassFixture<StewardUnderTest>
{
    private const string Hello = """{"content":"say hello"}""";

    private HttpApi Api => steward.Api;

    [Fact]
    public async Task The_same_message_with_the_same_key_runs_once_and_has_the_same_answer()
    {
        var id = await Api.CreateAsync();
        var replies = await Task.WhenAll(Enumerable.Range(0, 50).Select(_ => Api.PostAsync($"/v3/sessions/{id}/turns", Hello, "key-1")));
        Assert.All(replies, static reply => Assert.Equal(HttpStatusCode.Accepted, reply.Status));
        Assert.Single(replies.Select(static reply => reply.Text).Distinct());
        await Api.EndAsync(id, replies[0].Json.GetProperty("turnId").GetString()!);
        Assert.Equal(1, (await Api.SessionAsync(id)).GetProperty("turnCount").GetInt32());
    }

    [Fact]
    public async Task The_same_key_with_another_body_is_refused()
    {
        var id = await Api.CreateAsync();
        await Api.PostAsync($"/v3/sessions/{id}/turns", Hello, "key-2");
        var other = await Api.PostAsync($"/v3/sessions/{id}/turns", """{"content":"say hi"}""", "key-2");
        Assert.Equal((HttpStatusCode.Conflict, "key_reused"), (other.Status, other.Code));
    }

    [Fact]
    public async Task A_request_id_in_the_body_does_the_same()
    {
        var one = await Api.PostAsync("/v3/sessions", """{"title":"once","requestId":"r-1"}""");
        var two = await Api.PostAsync("/v3/sessions", """{"title":"once","requestId":"r-1"}""");
        Assert.Equal((HttpStatusCode.Created, one.Text), (two.Status, two.Text));
        Assert.Equal("true", two.Headers.GetValues("Idempotent-Replay").Single());
        Assert.Equal(HttpStatusCode.Conflict, (await Api.PostAsync("/v3/sessions", """{"title":"twice","requestId":"r-1"}""")).Status);
    }

    [Fact]
    public async Task The_answer_is_kept_also_when_the_request_would_be_refused_by_now()
    {
        var folder = Directory.CreateTempSubdirectory("steward-work-").FullName;
        var body = $$"""{"directory":"{{folder}}"}""";
        var before = await Api.PostAsync("/v3/sessions", body, "key-3");
        Directory.Delete(folder);
        Assert.Equal((HttpStatusCode.Created, before.Text), ((await Api.PostAsync("/v3/sessions", body, "key-3")).Status, before.Text));
    }

    [Theory]
    [InlineData("")]
    [InlineData("201")]
    public async Task A_key_that_is_no_key_is_refused(string key)
    {
        var id = await Api.CreateAsync();
        var reply = await Api.PostAsync($"/v3/sessions/{id}/turns", $$"""{"content":"say hello","requestId":"{{(key.Length > 0 ? new string('k', 201) : key)}}"}""");
        Assert.Equal((HttpStatusCode.BadRequest, "bad_key"), (reply.Status, reply.Code));
    }

    [Fact]
    public async Task Two_keys_that_differ_are_no_key()
    {
        var id = await Api.CreateAsync();
        var reply = await Api.PostAsync($"/v3/sessions/{id}/turns", """{"content":"say hello","requestId":"one"}""", "another");
        Assert.Equal((HttpStatusCode.BadRequest, "bad_key"), (reply.Status, reply.Code));
        Assert.Equal(HttpStatusCode.Accepted, (await Api.PostAsync($"/v3/sessions/{id}/turns", """{"content":"say hello","requestId":"one"}""", "one")).Status);
    }
}
