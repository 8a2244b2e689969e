using System.Collections.Immutable;
using System.Text.Json;
using Steward.Domain.Agents;
using Steward.Domain.Events;
using Steward.Domain.Permissions;

namespace Steward.Runtimes.ClaudeCode;

/// <summary>
/// A form of an MCP server, or an address that it wants its user to open. One that cannot be shown whole and answered exactly is none, and is declined.
/// </summary>
internal static class ClaudeForm
{
    private const int LongestRequest = 48 << 10, LongestAddress = 4000, LongestName = 100;

    public static bool IsForm(string? subtype) => subtype == "elicitation";

    public static AgentAsked? Of(JsonElement said)
    {
        var request = Json.Object(said, "request");
        if (!IsForm(Json.Text(request, "subtype")) || Json.Text(said, "request_id") is not { Length: > 0 } id || WhyNot(request) is not null)
            return null;
        var server = Json.Text(request, "mcp_server_name")!;
        var isLink = IsLink(request);
        return new AgentAsked(
            RequestId.From(Guid.NewGuid()), id, new PermissionSubject($"mcp__{server}"), new RawJson(request!.Value.GetRawText()), Json.Text(request, "message"))
        {
            Kind = isLink ? QuestionKind.Link : QuestionKind.Form,
            Questions = isLink ? null : [.. FormFields.Of(request.Value).Fields!.Select(static field => field.Question)],
            Address = isLink ? Json.Text(request, "url") : null,
        };
    }

    /// <summary>Why its user cannot be asked, or null.</summary>
    public static string? WhyNot(JsonElement? request) => request switch
    {
        null => "there is nothing in it",
        { } known when known.GetRawText().Length > LongestRequest => "it is too large",
        { } known when Json.Text(known, "mcp_server_name") is not { Length: > 0 and <= LongestName } => "its server has no name",
        { } known when IsLink(known) => IsAddress(Json.Text(known, "url")) ? null : "its address is none that a browser opens",
        { } known => FormFields.Of(known).WhyNot,
    };

    public static AgentInput Answer(AgentAnswer answer) => ClaudeWriting.Line(json =>
    {
        using var asked = JsonDocument.Parse(answer.ExactInput);
        var accepted = answer.Decision == PermissionDecision.Allow && WhyNot(asked.RootElement) is null;
        json.WriteString("type", "control_response");
        json.WriteStartObject("response");
        json.WriteString("subtype", "success");
        json.WriteString("request_id", answer.AgentRequestId);
        json.WriteStartObject("response");
        json.WriteString("action", accepted ? "accept" : "decline");
        if (accepted && !IsLink(asked.RootElement))
            WriteContent(json, FormFields.Of(asked.RootElement).Fields!, answer.Answers ?? ImmutableSortedDictionary<string, ImmutableList<string>>.Empty);
        json.WriteEndObject();
        json.WriteEndObject();
    });

    private static void WriteContent(Utf8JsonWriter json, IEnumerable<FormEntry> fields, ImmutableSortedDictionary<string, ImmutableList<string>> answers)
    {
        json.WriteStartObject("content");
        foreach (var field in fields)
            field.Write(json, answers.GetValueOrDefault(field.Question.Question));
        json.WriteEndObject();
    }

    private static bool IsLink(JsonElement? request) => Json.Text(request, "mode") == "url";

    // What is shown must be where it leads: no sign that nothing shows, no name of a host that looks like another's, no user before it.
    private static bool IsAddress(string? address) =>
        address is { Length: <= LongestAddress } && address.All(static sign => sign is > ' ' and <= '~' and not '\\')
        && Uri.TryCreate(address, UriKind.Absolute, out var place) && (place.Scheme == Uri.UriSchemeHttps || place.Scheme == Uri.UriSchemeHttp)
        && place.UserInfo.Length == 0 && place.Host.Length > 0;
}
