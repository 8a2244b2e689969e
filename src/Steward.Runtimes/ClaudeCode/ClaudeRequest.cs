using System.Text.Json;
using Steward.Domain.Agents;
using Steward.Domain.Events;
using Steward.Runtimes.Texts;

namespace Steward.Runtimes.ClaudeCode;

/// <summary>
/// What Claude Code asks the program that runs it for, beside permission and tools: a form that cannot be shown, a fresh login, a hook. It waits for an
/// answer without end, so each of them is told no.
/// </summary>
internal static class ClaudeRequest
{
    private const int LongestText = 300;

    public static AgentDeclined? Of(JsonElement said)
    {
        var request = Json.Object(said, "request");
        if (Json.Text(said, "request_id") is not { Length: > 0 } id)
            return null;
        var asked = Json.Text(request, "subtype") ?? "nothing";
        return new AgentDeclined(id, PrintableText.Short(asked, LongestText), ReasonOf(asked, request), new RawJson(request?.GetRawText() ?? "{}"));
    }

    public static AgentInput Decline(string requestId, RawJson request, string reason) => ClaudeWriting.Line(json =>
    {
        using var asked = JsonDocument.Parse(request.Text);
        var isForm = ClaudeForm.IsForm(Json.Text(asked.RootElement, "subtype"));
        json.WriteString("type", "control_response");
        json.WriteStartObject("response");
        json.WriteString("subtype", isForm ? "success" : "error");
        json.WriteString("request_id", requestId);
        if (isForm)
        {
            json.WriteStartObject("response");
            json.WriteString("action", "decline");
            json.WriteEndObject();
        }
        else
        {
            json.WriteString("error", reason);
        }
        json.WriteEndObject();
    });

    private static string ReasonOf(string asked, JsonElement? request) => ClaudeForm.IsForm(asked)
        ? $"The MCP server {Short(Json.Text(request, "mcp_server_name"))} asks its user for something that cannot be shown as it is: {ClaudeForm.WhyNot(request)}. It says: {Short(Json.Text(request, "message"))}"
        : $"Claude Code asks for {PrintableText.Short(asked.Replace('_', ' '), LongestText)}, which cannot be given here.";

    private static string Short(string? text) => PrintableText.Short(text ?? "", LongestText);
}
