using System.Collections.Immutable;
using System.Text.Json;
using System.Text.RegularExpressions;
using Steward.Daemon.Configuration.Reading;

namespace Steward.Daemon.Configuration.Shapes;

/// <summary>Names and values. A value is never repeated in a message: it may be a secret.</summary>
internal sealed partial record EnvironmentEntries : ValueShape
{
    /// <summary>The names are those of HTTP's headers.</summary>
    public bool AreHeaders { get; init; }

    public override string Expected => "an object of names and texts";

    public override object? Read(ConfigNode node, string key, SettingsReading reading)
    {
        if (node is not ConfigObject entries)
        {
            reading.Expected(node, key, Expected);
            return null;
        }
        var environment = ImmutableSortedDictionary.CreateBuilder<string, string>(StringComparer.Ordinal);
        foreach (var entry in reading.Once(entries, key))
            if (Entry(entry, SettingsReading.Below(key, entry.Name), reading) is { } value)
                environment[entry.Name] = value;
        return environment.ToImmutable();
    }

    public override void WriteSchema(Utf8JsonWriter schema)
    {
        schema.WriteString("type", "object");
        schema.WriteStartObject("propertyNames");
        schema.WriteString("pattern", AreHeaders ? "^[A-Za-z0-9-]+$" : "^[A-Za-z_][A-Za-z0-9_]*$");
        schema.WriteEndObject();
        schema.WriteStartObject("additionalProperties");
        schema.WriteString("type", "string");
        schema.WriteEndObject();
    }

    private string? Entry(ConfigMember entry, string key, SettingsReading reading)
    {
        if (AreHeaders && !HeaderName().IsMatch(entry.Name))
            reading.Report(entry.Place, key, "expected a name of letters, digits and \"-\"");
        else if (!AreHeaders && !PlainName().IsMatch(entry.Name))
            reading.Report(entry.Place, key, "expected a name of letters, digits and \"_\" that does not begin with a digit");
        else if (entry.Value is not ConfigText { Value: var text })
            reading.Expected(entry.Value, key, "a text");
        else if (text.Contains('\0'))
            reading.Report(entry.Value.Place, key, "holds the character NUL, which no program can be given");
        else if (AreHeaders && text.AsSpan().ContainsAny('\r', '\n'))
            reading.Report(entry.Value.Place, key, "holds the end of a line, which would end the header too");
        else if (Reference().Match(text) is not { Success: true } reference)
            return text;
        else if (reading.Variable(reference.Groups[1].Value) is { } value)
            return value;
        else
            reading.Report(entry.Value.Place, key, $"{text} is not set (or empty) in the daemon's environment");
        return null;
    }

    [GeneratedRegex(@"\A[A-Za-z_][A-Za-z0-9_]*\z")]
    private static partial Regex PlainName();

    [GeneratedRegex(@"\A[A-Za-z0-9-]+\z")]
    private static partial Regex HeaderName();

    // A value that only contains a reference is left alone: half a secret in half a text is how quoting mistakes begin.
    [GeneratedRegex(@"\A\$\{([A-Za-z_][A-Za-z0-9_]*)\}\z")]
    private static partial Regex Reference();
}
