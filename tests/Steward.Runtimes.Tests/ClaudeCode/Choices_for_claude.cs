using System.Text;
using System.Text.Json;
using Steward.Domain.Agents;
using Steward.Domain.Sessions;

namespace Steward.Runtimes.Tests.ClaudeCode;

public sealed class Choices_for_claude
{
    [Theory]
    [InlineData(ChosenSetting.Model, "opus", "set_model", "model")]
    [InlineData(ChosenSetting.PermissionMode, "plan", "set_permission_mode", "mode")]
    public void Are_told_as_requests_whose_answer_comes_back_under_the_same_number(ChosenSetting setting, string value, string subtype, string member)
    {
        var line = Encoding.UTF8.GetString(Claude.Open().Choose(7, setting, value).Bytes.Span);
        using var json = JsonDocument.Parse(line);
        var request = json.RootElement.GetProperty("request");
        Assert.Equal((subtype, value), (request.GetProperty("subtype").GetString(), request.GetProperty(member).GetString()));

        var id = json.RootElement.GetProperty("request_id").GetString();
        Assert.Equal(
            [new AgentChose(7, null)],
            Claude.Read($$$"""{"type":"control_response","response":{"subtype":"success","request_id":"{{{id}}}","response":{"model":"claude-opus-5-5"} } }"""));
        Assert.Equal(
            [new AgentChose(7, "auto mode unavailable for this model")],
            Claude.Read($$$"""{"type":"control_response","response":{"subtype":"error","request_id":"{{{id}}}","error":"auto mode unavailable for this model","error_code":"auto_mode_model"}}"""));
    }

    [Fact]
    public void Are_left_by_itself_with_an_approved_plan_and_never_for_asking_about_nothing()
    {
        static string Status(string mode) => $$"""{"type":"system","subtype":"status","status":null,"permissionMode":"{{mode}}"}""";
        var reports = Claude.Read(
            Claude.Init.Replace("\"cwd\"", "\"permissionMode\":\"plan\",\"cwd\"", StringComparison.Ordinal), Status("plan"), Status("default"), Status("acceptEdits"),
            Status("bypassPermissions"), """{"type":"system","subtype":"status","status":"requesting"}""");
        Assert.Equal(["manual", "acceptEdits"], reports.OfType<AgentChangedMode>().Select(static changed => changed.PermissionMode));
    }

    [Fact]
    public void Are_not_confused_with_the_answers_to_other_requests() => Assert.IsType<AgentNote>(Assert.Single(Claude.Read(
        """{"type":"control_response","response":{"subtype":"error","request_id":"choice-of-nobody","error":"Unsupported"}}""")));
}
