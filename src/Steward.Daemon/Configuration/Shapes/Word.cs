using System.Text.Json;
using Steward.Daemon.Configuration.Reading;

namespace Steward.Daemon.Configuration.Shapes;

/// <summary>Any text that is not empty and that a system call can take.</summary>
internal record Word(string Meaning) : ValueShape
{
    public override string Expected => Meaning;

    public sealed override object? Read(ConfigNode node, string key, SettingsReading reading)
    {
        if (node is not ConfigText { Value: var text })
            reading.Expected(node, key, Expected);
        else if (text.Length == 0)
            reading.Report(node.Place, key, $"expected {Expected}, not an empty text");
        else if (text.Contains('\0'))
            reading.Report(node.Place, key, "holds the character NUL, which no program can be given");
        else if (Judge(text, reading, out var value) is { } complaint)
            reading.Report(node.Place, key, complaint);
        else
            return value;
        return null;
    }

    public override void WriteSchema(Utf8JsonWriter schema)
    {
        schema.WriteString("type", "string");
        schema.WriteNumber("minLength", 1);
    }

    /// <summary>What is wrong with it, or null and the value that it means.</summary>
    protected virtual string? Judge(string text, SettingsReading reading, out string value)
    {
        value = text;
        return null;
    }
}
