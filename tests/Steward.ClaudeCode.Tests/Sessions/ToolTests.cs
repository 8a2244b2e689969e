using System.Text.Json;
using Steward.ClaudeCode.Tests.Support;
using Steward.EndToEnd.Tests.Support;

namespace Steward.ClaudeCode.Tests.Sessions;

/// <summary>The tools that Steward gives its agents, over the pipes that the agent has already.</summary>
public sealed class ToolTests(ClaudeUnderTest steward) : IClassFixture<ClaudeUnderTest>
{
    private HttpApi Api => steward.Api;

    [Fact]
    public async Task A_message_to_the_owner_arrives_once_and_nobody_is_asked_about_it()
    {
        var (id, end) = await UseAsync("send_message", new { text = "the build is red" });

        Assert.Equal("turn.done", end);
        var message = Assert.Single((await Api.GetAsync("/v3/messages")).Json.EnumerateArray(), message => message.GetProperty("sessionId").GetString() == id);
        Assert.Equal(("claude", "owner", "the build is red"), (message.Text("from"), message.Text("to"), message.Text("text")));
        var events = await Api.EventsAsync(id);
        Assert.DoesNotContain(events, static happened => happened.Event == "permission.request");
        Assert.Contains(message.Text("id"), events.Text("turn.message"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Another_agent_is_asked_and_its_answer_comes_back()
    {
        var (id, end) = await UseAsync("ask_agent", new { agent = "demo", question = "say hello" });

        Assert.Equal("turn.done", end);
        Assert.Contains("demo agent", (await Api.EventsAsync(id)).Text("turn.message"), StringComparison.Ordinal);
        var asked = Assert.Single((await Api.GetAsync("/v3/sessions")).Json.EnumerateArray(), static session => session.Text("agent") == "demo");
        Assert.Equal("asked by claude", asked.Text("title"));
    }

    [Fact]
    public async Task Nobody_is_asked_in_a_circle()
    {
        var (id, _) = await UseAsync("ask_agent", new { agent = "claude", question = "what do you think?" });

        Assert.Contains("cannot be asked in a circle", (await Api.EventsAsync(id)).Text("turn.message"), StringComparison.Ordinal);
        Assert.Equal(1, (await Api.SessionAsync(id)).GetProperty("turnCount").GetInt32());
    }

    [Fact]
    public async Task A_fact_is_remembered_in_the_agents_own_file()
    {
        await UseAsync("remember", new { text = "the owner likes short answers" });

        var memory = await File.ReadAllTextAsync(Path.Combine(steward.Home.AgentHome("claude"), "MEMORY.md"), TestContext.Current.CancellationToken);
        Assert.Contains("- the owner likes short answers\n", memory, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_was_remembered_is_known_to_the_next_process_and_to_nobody_who_reads_its_arguments()
    {
        await UseAsync("remember", new { text = "the owner likes tea" });
        var id = await Api.CreateAsync();
        await Api.EndAsync(id, await Api.SubmitAsync(id, "[[notes:]]"));

        Assert.Contains("- the owner likes tea", (await Api.EventsAsync(id)).Text("turn.message"), StringComparison.Ordinal);
        var arguments = await steward.ArgumentsAsync(id);
        Assert.DoesNotContain(arguments, static argument => argument.Contains("tea", StringComparison.Ordinal));
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(arguments[Array.IndexOf(arguments, "--append-system-prompt-file") + 1]));
    }

    [Fact]
    public async Task A_status_is_shown_beside_the_session()
    {
        var (id, _) = await UseAsync("report_status", new { text = "reading the tests" });

        Assert.Equal("reading the tests", (await Api.SessionAsync(id)).Text("reported"));
    }

    [Fact]
    public async Task A_tool_that_is_called_wrongly_says_what_it_wants_and_the_turn_goes_on()
    {
        var (id, end) = await UseAsync("send_message", new { to = "nobody", text = "hello" });

        Assert.Equal("turn.done", end);
        var events = await Api.EventsAsync(id);
        Assert.False(events.Single(static happened => happened.Event == "agent.served").Payload.GetProperty("ok").GetBoolean());
        Assert.Contains("There is no agent called nobody", events.Text("turn.message"), StringComparison.Ordinal);
    }

    private async Task<(string Session, string End)> UseAsync(string tool, object input)
    {
        var id = await Api.CreateAsync();
        var turn = await Api.SubmitAsync(id, $"[[tool:mcp__steward__{tool}:{JsonSerializer.Serialize(input)}]]");
        return (id, (await Api.EndAsync(id, turn)).Event);
    }
}
