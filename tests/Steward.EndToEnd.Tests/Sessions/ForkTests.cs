using System.Net;
using Steward.EndToEnd.Tests.Support;

namespace Steward.EndToEnd.Tests.Sessions;

public sealed class ForkTests(StewardUnderTest steward) : IClassFixture<StewardUnderTest>
{
    private HttpApi Api => steward.Api;

    [Fact]
    public async Task A_fork_knows_what_was_said_and_its_origin_does_not_hear_what_comes()
    {
        var id = await Api.CreateAsync();
        await Api.EndAsync(id, await Api.SubmitAsync(id, "count to 3"));
        var before = await Api.EventsAsync(id);
        var reply = await Api.PostAsync($"/v3/sessions/{id}/fork", """{"name":"other-way"}""");
        Assert.True(reply.Status == HttpStatusCode.Created, reply.Text);
        var fork = reply.Json.Text("id");
        Assert.Equal((id, "other-way", 0), (reply.Json.Text("forkOf"), reply.Json.Text("name"), reply.Json.GetProperty("turnCount").GetInt32()));

        await Api.EndAsync(fork, await Api.SubmitAsync(fork, "count to 4"));
        await Api.EndAsync(fork, await Api.SubmitAsync(fork, "what did I ask before?"));
        var said = (await Api.EventsAsync(fork)).Text("turn.message");
        Assert.Contains("- count to 3", said, StringComparison.Ordinal);
        Assert.Contains("- count to 4", said, StringComparison.Ordinal);

        Assert.Equal(before.Select(static happened => happened.Raw), (await Api.EventsAsync(id)).Take(before.Count).Select(static happened => happened.Raw));
        await Api.EndAsync(id, await Api.SubmitAsync(id, "what did I ask before?"));
        Assert.DoesNotContain("count to 4", (await Api.EventsAsync(id)).Text("turn.message"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_session_in_which_nothing_was_said_has_nothing_to_begin_with()
    {
        var reply = await Api.PostAsync($"/v3/sessions/{await Api.CreateAsync()}/fork");
        Assert.Equal((HttpStatusCode.Conflict, "nothing_to_fork"), (reply.Status, reply.Code));
    }

    [Fact]
    public async Task The_same_request_again_is_one_fork_and_the_command_makes_one_too()
    {
        var id = await Api.CreateAsync();
        await Api.EndAsync(id, await Api.SubmitAsync(id, "count to 3"));
        var first = await Api.PostAsync($"/v3/sessions/{id}/fork", """{"requestId":"f-1"}""");
        Assert.Equal(first.Text, (await Api.PostAsync($"/v3/sessions/{id}/fork", """{"requestId":"f-1"}""")).Text);
        var made = await steward.RunAsync("sessions", "fork", id, "--name", "by-command");
        Assert.True(made.ExitCode == 0, made.Error);
        Assert.Equal(id, (await Api.SessionAsync("by-command")).Text("forkOf"));
    }
}
