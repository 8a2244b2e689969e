using System.Collections.Immutable;
using System.Text.Json;
using Steward.Daemon.Configuration.Reading;

namespace Steward.Daemon.Configuration;

/// <summary>The keys that an object of the file may have. A key with a dot stands in an object within it.</summary>
internal sealed class SettingTable<T>(params ImmutableArray<Setting<T>> settings)
{
    public ImmutableArray<Setting<T>> Settings => settings;

    public Setting<T>? Find(string key) => settings.FirstOrDefault(setting => setting.Key == key);

    /// <summary>Reads an object; <paramref name="key"/> is what leads to it. What is wrong is reported and keeps the value it had.</summary>
    public T Read(ConfigObject written, string key, T value, SettingsReading reading)
    {
        value = ReadSection(written, "", key, value, reading);
        foreach (var setting in settings)
            if (setting.IsRequired && written.Find(setting.Key) is null)
                reading.Report(written.Place, key, $"needs {Shown.Quoted(setting.Key)}, {setting.Shape.Expected}");
        return value;
    }

    /// <summary>The members of the schema of such an object.</summary>
    public void WriteSchema(Utf8JsonWriter schema) => WriteSection(schema, "");

    private T ReadSection(ConfigObject section, string prefix, string key, T value, SettingsReading reading)
    {
        foreach (var member in reading.Once(section, key))
        {
            var at = SettingsReading.Below(key, member.Name);
            // A name with a dot in it only looks like a key of a section.
            var setting = member.Name.Contains('.') ? null : Find(prefix + member.Name);
            if (setting is not null)
                value = ReadValue(setting, member.Value, at, value, reading);
            else if (!Names(prefix).Contains(member.Name))
                reading.Report(member.Place, at, Unknown(prefix, member.Name));
            else if (member.Value is ConfigObject inner)
                value = ReadSection(inner, $"{prefix}{member.Name}.", at, value, reading);
            else
                reading.Expected(member.Value, at, "an object");
        }
        return value;
    }

    private static T ReadValue(Setting<T> setting, ConfigNode node, string at, T value, SettingsReading reading)
    {
        if (setting.Shape.Read(node, at, reading) is not { } read) return value;
        reading.Took(at, node.Place);
        return setting.Set(value, read);
    }

    private string Unknown(string prefix, string name) =>
        Find(prefix + name) is not null && name.LastIndexOf('.') is var dot
            ? $"unknown key; write {Shown.Quoted(name[(dot + 1)..])} inside the object {Shown.Quoted(name[..dot])}"
            : "unknown key" + Suggestion.For(name, Names(prefix));

    /// <summary>The names that may stand directly in a section, in the order of the table.</summary>
    private IEnumerable<string> Names(string prefix) => settings
        .Where(setting => setting.Key.StartsWith(prefix, StringComparison.Ordinal))
        .Select(setting => setting.Key[prefix.Length..].Split('.')[0])
        .Distinct();

    private void WriteSection(Utf8JsonWriter schema, string prefix)
    {
        schema.WriteString("type", "object");
        schema.WriteBoolean("additionalProperties", false);
        schema.WriteStartObject("properties");
        foreach (var name in Names(prefix))
        {
            schema.WriteStartObject(name);
            if (Find(prefix + name) is { } setting)
                WriteSetting(schema, setting);
            else
                WriteSection(schema, $"{prefix}{name}.");
            schema.WriteEndObject();
        }
        schema.WriteEndObject();
        WriteRequired(schema, prefix);
    }

    private static void WriteSetting(Utf8JsonWriter schema, Setting<T> setting)
    {
        schema.WriteString("description", setting.Meaning);
        setting.Shape.WriteSchema(schema);
    }

    private void WriteRequired(Utf8JsonWriter schema, string prefix)
    {
        var required = Names(prefix).Where(name => Find(prefix + name) is { IsRequired: true }).ToList();
        if (required.Count == 0) return;
        schema.WriteStartArray("required");
        foreach (var name in required)
            schema.WriteStringValue(name);
        schema.WriteEndArray();
    }
}
