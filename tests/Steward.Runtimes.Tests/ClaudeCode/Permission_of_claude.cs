using System.Text;
using System.Text.Json;
using Steward.Domain.Agents;
using Steward.Domain.Permissions;

namespace Steward.Runtimes.Tests.ClaudeCode;

public sealed class Permission_of_claude
{
    private const string Input = """{ "command":"touch  /w/\u0061","description":"t", "n":1.50}""";

    private static string Question(string tool = "Bash", string input = Input) =>
        $$"""{"type":"control_request","request_id":"r1","request":{"subtype":"can_use_tool","tool_name":"{{tool}}","input":{{input}},"description":"why","tool_use_id":"t1"} }""";

    private static AgentAsked Asked(string tool = "Bash", string input = Input) => Assert.IsType<AgentAsked>(Assert.Single(Claude.Read(Question(tool, input))));

    private static string Answer(PermissionDecision decision, string? reason, string input) =>
        Encoding.UTF8.GetString(Claude.Open().Answer(new AgentAnswer("r1", decision, input) { Reason = reason }).Bytes.Span);

    [Fact]
    public void Is_asked_with_the_very_bytes_and_allowed_with_them()
    {
        var asked = Asked();
        Assert.Equal(Input, asked.Input.Text);
        Assert.Equal(new PermissionSubject("Bash", Command: "touch  /w/a") { Beside = """{"n":1.50}""" }, asked.Subject);
        Assert.Equal(("r1", "why"), (asked.AgentRequestId, asked.Description));
        Assert.Contains("\"behavior\":\"allow\",\"updatedInput\":" + Input + "}", Answer(PermissionDecision.Allow, null, asked.Input.Text), StringComparison.Ordinal);
    }

    [Fact]
    public void Is_denied_with_the_reason()
    {
        using var answer = JsonDocument.Parse(Answer(PermissionDecision.Deny, "not \"now\"", Input));
        var response = answer.RootElement.GetProperty("response").GetProperty("response");
        Assert.Equal(("deny", "not \"now\""), (response.GetProperty("behavior").GetString(), response.GetProperty("message").GetString()));
    }

    [Theory]
    [InlineData("Write", """{"file_path":"/etc/x","content":""}""", "/etc/x")]
    [InlineData("Write", """{"file_path":"src/x","content":""}""", "/w/src/x")]
    [InlineData("NotebookEdit", """{"notebook_path":"/n"}""", "/n")]
    [InlineData("WebFetch", """{"url":"http://localhost"}""", null)]
    public void Is_about_a_path_where_the_tool_has_one(string tool, string input, string? path) =>
        Assert.Equal(new PermissionSubject(tool, Path: path), Asked(tool, input).Subject);

    [Fact]
    public void For_a_shell_without_a_command_is_never_one_for_every_command() =>
        Assert.Null(RuleMemory.Of(Asked(input: """{"cmd":"ls"}""").Subject with { Program = "/usr/bin/ls" }, "/w").Rule);

    [Fact]
    public void Is_never_given_to_what_is_nested_too_deep_to_be_shown()
    {
        var deep = "{\"command\":" + new string('[', 40) + new string(']', 40) + "}";
        var asked = Asked(input: deep);
        Assert.Equal(JsonValueKind.String, JsonDocument.Parse(asked.Input.Text).RootElement.ValueKind);
        Assert.Contains("\"deny\"", Answer(PermissionDecision.Allow, null, asked.Input.Text), StringComparison.Ordinal);
    }

    [Fact]
    public void Is_taken_back_by_its_id() =>
        Assert.Equal(new AgentWithdrew("r1"), Assert.Single(Claude.Read("""{"type":"control_cancel_request","request_id":"r1"}""")));
}
