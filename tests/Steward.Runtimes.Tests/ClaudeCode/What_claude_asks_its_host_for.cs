using System.Text;
using System.Text.Json;
using Steward.Domain.Agents;

namespace Steward.Runtimes.Tests.ClaudeCode;

/// <summary>Requests that are not about a tool: each gets an answer, for it waits for one without end.</summary>
public sealed class What_claude_asks_its_host_for
{
    private static AgentDeclined Asked(string request) =>
        Assert.IsType<AgentDeclined>(Assert.Single(Claude.Read($$$"""{"type":"control_request","request_id":"r1","request":{{{request}}}}""")));

    private static JsonElement AnswerTo(AgentDeclined declined) => JsonDocument.Parse(
        Encoding.UTF8.GetString(Claude.Open().Decline(declined.AgentRequestId, declined.Request, declined.Reason).Bytes.Span)).RootElement.GetProperty("response");

    [Fact]
    public void Is_declined_when_it_is_a_form_that_cannot_be_shown_and_says_whose()
    {
        var declined = Asked("""{"subtype":"elicitation","mcp_server_name":"calendar","message":"Which day?","requested_schema":{"type":"array"}}""");
        Assert.Equal(("r1", "elicitation"), (declined.AgentRequestId, declined.Asked));
        Assert.Contains("calendar", declined.Reason, StringComparison.Ordinal);
        Assert.Contains("Which day?", declined.Reason, StringComparison.Ordinal);

        var answer = AnswerTo(declined);
        Assert.Equal(("success", "r1", "decline"), (answer.GetProperty("subtype").GetString(), answer.GetProperty("request_id").GetString(), answer.GetProperty("response").GetProperty("action").GetString()));
    }

    [Theory]
    [InlineData("""{"subtype":"oauth_token_refresh"}""")]
    [InlineData("""{"subtype":"of_a_later_version","x":[1]}""")]
    [InlineData("""{"subtype":"can_use_tool"}""")]
    [InlineData("{}")]
    public void Is_refused_with_a_reason_when_it_is_anything_else(string request)
    {
        var declined = Asked(request);
        var answer = AnswerTo(declined);
        Assert.Equal(("error", "r1", declined.Reason), (answer.GetProperty("subtype").GetString(), answer.GetProperty("request_id").GetString(), answer.GetProperty("error").GetString()));
    }

    [Fact]
    public void Is_passed_on_when_nothing_can_be_answered() => Assert.IsType<AgentRaw>(Assert.Single(Claude.Read("""{"type":"control_request","request":{"subtype":"elicitation"}}""")));
}
