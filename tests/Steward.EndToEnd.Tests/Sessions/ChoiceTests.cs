using System.Net;
using Steward.EndToEnd.Tests.Support;

namespace Steward.EndToEnd.Tests.Sessions;

/// <summary>What a request may choose for a session, of agents that have no choice and of none.</summary>
public sealed class ChoiceTests(StewardUnderTest steward) : IClassFixture<StewardUnderTest>
{
    private HttpApi Api => steward.Api;

    [Fact]
    public async Task No_request_can_switch_off_the_questions()
    {
        const string bypass = """{"permissionMode":"bypassPermissions"}""";
        var id = await Api.CreateAsync();
        foreach (var reply in new[] { await Api.PostAsync("/v3/sessions", bypass), await Api.PatchAsync($"/v3/sessions/{id}", bypass) })
        {
            Assert.Equal((HttpStatusCode.Forbidden, "bypass_refused"), (reply.Status, reply.Code));
            Assert.Contains("config.json", reply.Json.GetProperty("error").GetProperty("fix").GetString(), StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task An_unknown_permission_mode_is_refused_with_those_that_there_are()
    {
        var reply = await Api.PostAsync("/v3/sessions", """{"permissionMode":"yolo"}""");
        Assert.Equal((HttpStatusCode.BadRequest, "bad_permission_mode"), (reply.Status, reply.Code));
        Assert.Contains("manual, acceptEdits, plan, dontAsk, auto.", reply.Text, StringComparison.Ordinal);
        var ran = await steward.RunAsync("do", "--permission-mode", "yolo", "hello");
        Assert.Equal(2, ran.ExitCode);
        Assert.Contains("manual, acceptEdits, plan, dontAsk, auto", ran.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--dangerously-skip-permissions")]
    [InlineData("two words")]
    [InlineData("")]
    public async Task What_cannot_be_the_name_of_a_model_reaches_no_command_line(string model)
    {
        var reply = await Api.PostAsync("/v3/sessions", $$"""{"model":"{{model}}"}""");
        Assert.Equal((HttpStatusCode.BadRequest, "bad_model"), (reply.Status, reply.Code));
    }

    [Theory]
    [InlineData("""{"agent":"claude","directories":["relative"]}""", HttpStatusCode.BadRequest, "bad_directory")]
    [InlineData("""{"agent":"claude","directories":["/nowhere/at/all"]}""", HttpStatusCode.BadRequest, "no_directory")]
    [InlineData("""{"systemPrompt":"Be brief."}""", HttpStatusCode.Conflict, "no_choices")]
    [InlineData("""{"directories":["/tmp"]}""", HttpStatusCode.Conflict, "no_choices")]
    public async Task What_a_session_cannot_add_to_its_agent_is_refused(string body, HttpStatusCode status, string code)
    {
        var reply = await Api.PostAsync("/v3/sessions", body);
        Assert.Equal((status, code), (reply.Status, reply.Code));
    }

    [Fact]
    public async Task An_agent_without_a_choice_says_so_and_which_has_one()
    {
        var reply = await Api.PatchAsync($"/v3/sessions/{await Api.CreateAsync()}", """{"model":"opus"}""");
        Assert.Equal((HttpStatusCode.Conflict, "no_choices"), (reply.Status, reply.Code));
        Assert.Contains("claude-code", reply.Text, StringComparison.Ordinal);
    }
}
