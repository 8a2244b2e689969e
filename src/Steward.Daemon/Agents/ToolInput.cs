using System.Text.Json;
using Steward.Domain.Agents;
using Steward.Domain.Events;

namespace Steward.Daemon.Agents;

/// <summary>What a tool was called with, read as its schema says.</summary>
internal sealed class ToolInput
{
    private static readonly JsonDocumentOptions Strict = new() { AllowDuplicateProperties = false, MaxDepth = 4 };

    private readonly Dictionary<string, string> _texts = new(StringComparer.Ordinal);

    private ToolInput()
    {
    }

    /// <summary>Null, with the reason, when it is not what the schema says.</summary>
    public static ToolInput? Read(RawJson input, out string problem)
    {
        var read = new ToolInput();
        problem = "";
        try
        {
            using var document = JsonDocument.Parse(input.Text, Strict);
            foreach (var member in document.RootElement.EnumerateObject())
            {
                if (member.Value.ValueKind != JsonValueKind.String)
                    problem = $"`{member.Name}` must be a text.";
                else if (member.Value.GetString() is { Length: > AgentTool.LongestText })
                    problem = $"`{member.Name}` is longer than {AgentTool.LongestText >> 10} KiB.";
                else
                    read._texts[member.Name] = member.Value.GetString() ?? "";
            }
        }
        catch (Exception failure) when (failure is JsonException or InvalidOperationException)
        {
            problem = "The input must be an object of texts.";
        }
        return problem.Length == 0 ? read : null;
    }

    public string? Optional(string name) => _texts.GetValueOrDefault(name) is { } text && !string.IsNullOrWhiteSpace(text) ? text : null;
}
