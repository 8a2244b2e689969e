using Steward.EndToEnd.Tests.Support;

namespace Steward.EndToEnd.Tests.Agents;

/// <summary>The agents' own door: the token of a session opens that session's tools, and nothing else.</summary>
public sealed class BridgeTests(StewardWithTools steward) : IClassFixture<StewardWithTools>
{
    private HttpApi Api => steward.Api;

    [Fact]
    public async Task A_sessions_token_opens_its_tools_and_no_other_route()
    {
        var helper = await steward.HelperAsync();
        foreach (var route in await Api.RoutesAsync())
        {
            var status = RawHttp.Status(await helper.AskAsync(route.Method, route.Filled));
            if (route.Scope is "nobody" or "session")
                Assert.True(status is 200, $"{route}: {status}");
            else
                Assert.True(status is 403, $"{route}: {status}");
        }
    }

    [Fact]
    public async Task It_is_worth_nothing_at_the_owners_doors()
    {
        var helper = await steward.HelperAsync();
        Assert.Equal(401, (int)(await Api.SendAsAsync($"Bearer {helper.Token}", HttpMethod.Get, "/v3/bridge/tools")).Status);
        Assert.Equal(403, RawHttp.Status(await RawHttp.AskUnixAsync(steward.Home.ApiSocket, "GET", "/v3/bridge/tools", helper.Token)));
    }

    [Theory]
    [InlineData("")]
    [InlineData("x")]
    [InlineData("sts_")]
    [InlineData("sts_sess_0000000000000000.")]
    [InlineData("sts_sess_0000000000000000.0000000000000000000000000000000000000000000000000000000000000000")]
    public async Task A_made_up_token_opens_nothing(string token)
    {
        var helper = await steward.HelperAsync();
        Assert.Equal(401, RawHttp.Status(await RawHttp.AskUnixAsync(helper.Socket, "GET", "/v3/bridge/tools", token)));
        Assert.Equal(401, RawHttp.Status(await RawHttp.AskUnixAsync(helper.Socket, "GET", "/v3/sessions", Api.Token)));
        Assert.Equal(401, RawHttp.Status(await RawHttp.AskUnixAsync(helper.Socket, "GET", "/v3/sessions", token: null)));
    }

    [Fact]
    public async Task It_ends_with_its_session()
    {
        var helper = await steward.HelperAsync();
        Assert.Equal(200, RawHttp.Status(await helper.AskAsync("GET", "/v3/bridge/tools")));
        await Api.PostAsync($"/v3/sessions/{helper.Session}/kill");
        Assert.Equal(403, RawHttp.Status(await helper.AskAsync("GET", "/v3/bridge/tools")));
        Assert.Equal(403, RawHttp.Status(await helper.AskAsync("POST", "/v3/bridge/tools/send_message", """{"text":"still here"}""")));
    }

    [Fact]
    public async Task It_outlives_the_daemon()
    {
        var helper = await steward.HelperAsync();
        await steward.StopAsync();
        await steward.StartAsync();
        Assert.Equal(200, RawHttp.Status(await helper.AskAsync("GET", "/v3/bridge/tools")));
    }

    [Fact]
    public async Task A_tool_that_was_not_given_is_refused()
    {
        var helper = await steward.HelperAsync();
        Assert.DoesNotContain("\"name\":\"remember\"", await helper.AskAsync("GET", "/v3/bridge/tools"), StringComparison.Ordinal);
        Assert.Contains("There is no tool called remember for this agent", await helper.AskAsync("POST", "/v3/bridge/tools/remember", """{"text":"x"}"""), StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_agent_without_tools_is_not_told_of_the_door()
    {
        var id = await Api.CreateAsync("""{"agent":"plain"}""");
        await Api.EndAsync(id, await Api.SubmitAsync(id, "hello"));
        var said = (await Api.EventsAsync(id)).Text("turn.message");
        Assert.Contains("STEWARD_SESSION_ID=", said, StringComparison.Ordinal);
        Assert.DoesNotContain("STEWARD_SESSION_TOKEN", said, StringComparison.Ordinal);
        Assert.DoesNotContain("STEWARD_BRIDGE_SOCKET", said, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_door_is_its_owners_alone()
    {
        var helper = await steward.HelperAsync();
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(helper.Socket));
    }
}
