using System.Collections.Immutable;
using System.Text.Json;
using Steward.Daemon.Configuration.Reading;

namespace Steward.Daemon.Configuration.Shapes;

/// <summary>A program and its arguments, each a text of its own: no shell comes between.</summary>
internal sealed record CommandLine : ValueShape
{
    public override string Expected => "a list: the program, then its arguments, each a text";

    public override object? Read(ConfigNode node, string key, SettingsReading reading)
    {
        if (node is not ConfigList { Items: var items })
        {
            reading.Expected(node, key, Expected);
            return null;
        }
        if (items.IsEmpty)
        {
            reading.Report(node.Place, key, $"expected {Expected}, not an empty list");
            return null;
        }
        var arguments = items.Select((item, index) => Argument(item, $"{key}[{index}]", isProgram: index == 0, reading)).ToList();
        return arguments.Contains(null) ? null : arguments.Select(static argument => argument!).ToImmutableArray();
    }

    public override void WriteSchema(Utf8JsonWriter schema)
    {
        schema.WriteString("type", "array");
        schema.WriteNumber("minItems", 1);
        schema.WriteStartObject("items");
        schema.WriteString("type", "string");
        schema.WriteEndObject();
    }

    private static string? Argument(ConfigNode item, string key, bool isProgram, SettingsReading reading)
    {
        if (item is not ConfigText { Value: var text })
            reading.Expected(item, key, "a text");
        else if (text.Contains('\0'))
            reading.Report(item.Place, key, "holds the character NUL, which no program can be given");
        else if (isProgram && text.Trim().Length == 0)
            reading.Report(item.Place, key, "expected the program to run, not an empty text");
        else if (isProgram && text.Contains('/') && !Path.IsPathRooted(text))
            reading.Report(item.Place, key, "expected an absolute path, or a plain name that PATH finds: it is not known in which folder the program will be started");
        else
            return text;
        return null;
    }
}
