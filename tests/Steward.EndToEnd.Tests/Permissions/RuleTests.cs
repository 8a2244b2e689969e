using System.Net;
using System.Text.Json;
using Steward.EndToEnd.Tests.Support;

namespace Steward.EndToEnd.Tests.Permissions;

/// <summary>Rules that the owner gives without being asked anything.</summary>
public sealed class RuleTests(RuleTests.StewardThatForgets steward) : IClassFixture<RuleTests.StewardThatForgets>
{
    /// <summary>A second agent, so that a rule can be another one's.</summary>
    public sealed class StewardThatForgets : StewardUnderTest
    {
        protected override string MoreAgents => """, "other": { "runtime": "demo", "environment": { "STEWARD_DEMO_SCRIPT": "1", "STEWARD_DEMO_PACE_MS": "0" } }""";
    }

    private HttpApi Api => steward.Api;

    [Fact]
    public async Task Deny_beats_ask_and_ask_beats_allow_whoever_was_given_them_and_in_whatever_order()
    {
        await AddAsync("allow", "bash(echo ladder)", "--agent", "demo");
        Assert.Equal(("allow", "rule"), await DecidedAsync("demo", "echo ladder"));
        var (id, turn) = await AskAsync("other", "echo ladder");
        await ResolveAsync(id, "deny");
        await Api.EndAsync(id, turn);

        var ask = await AddAsync("ask", "bash(echo ladder)");
        (id, turn) = await AskAsync("demo", "echo ladder");
        await ResolveAsync(id, "deny");
        await Api.EndAsync(id, turn);
        var deny = await AddAsync("deny", "bash(echo ladder)");
        Assert.Equal(("deny", "rule"), await DecidedAsync("demo", "echo ladder"));
        Assert.Equal(("deny", "rule"), await DecidedAsync("other", "echo ladder"));

        foreach (var rule in (string[])[deny, ask])
            Assert.Equal(0, (await steward.RunAsync("permissions", "revoke", rule)).ExitCode);
        Assert.Equal(("allow", "rule"), await DecidedAsync("demo", "echo ladder"));
    }

    [Fact]
    public async Task A_rule_of_a_session_is_listed_and_taken_back_though_the_session_only_rests_in_the_journal()
    {
        var id = await Api.CreateAsync();
        Assert.Equal("turn.done", (await Api.EndAsync(id, await Api.SubmitAsync(id, "say hello"))).Event);
        var rule = await AddAsync("allow", "bash(echo of-the-session)", "--session", id);
        await steward.StopAsync("--now");
        await steward.StartAsync();

        Assert.Contains(rule, (await steward.RunAsync("permissions", "rules")).Out, StringComparison.Ordinal);
        var turn = await Api.ScriptAsync(id, "ask bash echo of-the-session");
        await Api.EndAsync(id, turn);
        Assert.Equal("rule", (await Api.EventAsync(id, "permission.resolved")).Payload.Text("decidedBy"));
        Assert.Equal(0, (await steward.RunAsync("permissions", "revoke", rule)).ExitCode);
        var events = (await Api.EventsAsync(id)).Select(static happened => happened.Event).ToList();
        Assert.True(events.IndexOf("permission.remembered") is >= 0 and var given && events.IndexOf("permission.forgotten") > given, string.Join(' ', events));
    }

    [Theory]
    [InlineData("""{"verdict":"maybe","rule":"bash"}""", "bad_verdict")]
    [InlineData("""{"verdict":"deny","rule":"bash(rm *)"}""", "bad_rule")]
    [InlineData("""{"verdict":"deny","rule":"file_write(src/**)"}""", "bad_rule")]
    [InlineData("""{"verdict":"deny","rule":"bash","agent":"nobody"}""", "no_such_agent")]
    [InlineData("""{"verdict":"deny","rule":"bash","agent":"demo","session":"x"}""", "agent_or_session")]
    public async Task A_rule_that_could_only_seem_to_protect_is_refused(string json, string code)
    {
        var reply = await Api.PostAsync("/v3/permission-rules", json);
        Assert.Equal(code, reply.Code);
        Assert.InRange((int)reply.Status, 400, 404);
    }

    private async Task<string> AddAsync(string verdict, string rule, params string[] scope)
    {
        var ran = await steward.RunAsync(["permissions", "rules", "add", verdict, rule, .. scope, "--json"]);
        Assert.True(ran.ExitCode == 0, ran.Out + ran.Error);
        return JsonDocument.Parse(ran.Out).RootElement.Text("id");
    }

    private async Task<(string Decision, string By)> DecidedAsync(string agent, string command)
    {
        var (id, turn) = await AskAsync(agent, command);
        await Api.EndAsync(id, turn);
        var resolved = (await Api.EventAsync(id, "permission.resolved")).Payload;
        return (resolved.Text("decision"), resolved.Text("decidedBy"));
    }

    private async Task<(string Session, string Turn)> AskAsync(string agent, string command)
    {
        var id = await Api.CreateAsync(JsonSerializer.Serialize(new { agent }));
        return (id, await Api.ScriptAsync(id, $"ask bash {command}"));
    }

    private async Task ResolveAsync(string session, string decision)
    {
        var question = await Api.QuestionAsync(session);
        var reply = await Api.PostAsync($"/v3/sessions/{session}/permissions/{question}", JsonSerializer.Serialize(new { decision }));
        Assert.True(reply.Status == HttpStatusCode.OK, reply.Text);
    }
}
