using System.Text;
using System.Text.Json;

namespace Steward.Cli.Permissions;

/// <summary>The input of a tool for a reader: a command alone stands as it will run, anything else with every name and value.</summary>
internal static class ArgumentText
{
    public static string Of(JsonElement args)
    {
        if (args.ValueKind != JsonValueKind.Object) return args.GetRawText();
        var text = new StringBuilder();
        foreach (var property in args.EnumerateObject())
        {
            var value = property.Value.ValueKind == JsonValueKind.String ? property.Value.GetString()! : property.Value.GetRawText();
            if (text.Length > 0) text.Append('\n');
            // Indented below its name, so that a line of a value cannot pass for another value.
            var lines = value.Replace("\n", "\n  ", StringComparison.Ordinal);
            if (property.Name is "command") text.Append("$ ").Append(lines);
            else text.Append(property.Name).Append(value.Contains('\n', StringComparison.Ordinal) ? ":\n  " : ": ").Append(lines);
        }
        return text.Length == 0 ? "(no arguments)" : text.ToString();
    }
}
