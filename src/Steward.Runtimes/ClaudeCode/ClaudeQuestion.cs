using System.Collections.Immutable;
using System.Text.Json;
using Steward.Domain.Agents;
using Steward.Domain.Events;
using Steward.Domain.Permissions;

namespace Steward.Runtimes.ClaudeCode;

/// <summary>"May I use this tool?", with the very bytes that would run.</summary>
internal static class ClaudeQuestion
{
    // Deeper JSON cannot be shown by everything that shows it, so it is neither.
    private const int DeepestInput = 24;

    private static readonly string[] Paths = ["file_path", "notebook_path", "path"];

    public static AgentAsked? Of(JsonElement said, string directory)
    {
        var request = Json.Object(said, "request");
        if (Json.Text(request, "subtype") != "can_use_tool" || Json.Text(said, "request_id") is not { } id || Json.Text(request, "tool_name") is not { } tool)
            return null;
        var input = Json.Object(request, "input");
        return new AgentAsked(
            RequestId.From(Guid.NewGuid()), id, SubjectOf(tool, input, directory), InputOf(request!.Value), Json.Text(request, "description"))
        {
            Kind = tool switch
            {
                "AskUserQuestion" => QuestionKind.Choice,
                "ExitPlanMode" => QuestionKind.Plan,
                _ => QuestionKind.Permission,
            },
            Questions = tool == "AskUserQuestion" ? ChoicesOf(input) : null,
            OfHelper = Json.Text(request, "agent_id") is not null,
        };
    }

    /// <summary>As it was written, byte for byte; what is nested too deep is a text about itself, and cannot be allowed.</summary>
    public static RawJson InputOf(JsonElement owner)
    {
        if (Json.Object(owner, "input") is not { } input)
            return RawJson.EmptyObject;
        var text = input.GetRawText();
        return IsShallow(text) ? new RawJson(text) : new RawJson($"\"{JsonEncodedText.Encode(text)}\"");
    }

    private static PermissionSubject SubjectOf(string tool, JsonElement? input, string directory)
    {
        // A shell without a command must not look like a tool that has none, of which "always" would mean every use.
        if (tool == "Bash")
            return new PermissionSubject(tool, Command: Json.Text(input, "command") ?? "") { Beside = BesideOf(input) };
        var path = Paths.Select(name => Json.Text(input, name)).FirstOrDefault(static found => found is { Length: > 0 });
        return new PermissionSubject(tool, Path: path is null ? null : Path.Combine(directory, path));
    }

    /// <summary>What it is told about the command (in the background, outside the sandbox) belongs to it; its own description of it does not.</summary>
    private static string? BesideOf(JsonElement? input)
    {
        var members = input?.EnumerateObject()
            .Where(static member => member.Name is not ("command" or "description") && member.Value.ValueKind is not (JsonValueKind.False or JsonValueKind.Null))
            .OrderBy(static member => member.Name, StringComparer.Ordinal)
            .Select(static member => $"\"{JsonEncodedText.Encode(member.Name)}\":{member.Value.GetRawText()}").ToList();
        return members is { Count: > 0 } ? $"{{{string.Join(',', members)}}}" : null;
    }

    private static ImmutableList<ChoiceQuestion> ChoicesOf(JsonElement? input) =>
    [
        .. Json.Items(input, "questions").Select(static question => new ChoiceQuestion(
            Json.Text(question, "question") ?? "",
            [.. Json.Items(question, "options").Select(static option => new ChoiceOption(Json.Text(option, "label") ?? "", Json.Text(option, "description")))],
            Json.Text(question, "header"),
            Json.IsTrue(question, "multiSelect"))),
    ];

    private static bool IsShallow(string json)
    {
        try
        {
            using var _ = JsonDocument.Parse(json, new JsonDocumentOptions { MaxDepth = DeepestInput });
            return true;
        }
        catch (JsonException)
        {
            return false;
        }
    }
}
