using System.Collections.Immutable;
using System.Text.Json;
using Steward.Daemon.Configuration.Reading;
using Steward.Domain.Permissions;

namespace Steward.Daemon.Configuration.Shapes;

internal sealed record RuleList(RuleVerdict Verdict) : ValueShape
{
    public override string Expected => "a list of rules: tool, tool(exact command) or tool(path/**)";

    public override object? Read(ConfigNode node, string key, SettingsReading reading)
    {
        if (node is not ConfigList { Items: var items })
        {
            reading.Expected(node, key, Expected);
            return null;
        }
        var rules = ImmutableList.CreateBuilder<PermissionRule>();
        for (var index = 0; index < items.Length; index++)
            if (Rule(items[index], $"{key}[{index}]", reading) is { } rule)
                rules.Add(rule);
        return rules.ToImmutable();
    }

    public override void WriteSchema(Utf8JsonWriter schema)
    {
        schema.WriteString("type", "array");
        schema.WriteStartObject("items");
        schema.WriteString("type", "string");
        schema.WriteNumber("minLength", 1);
        schema.WriteEndObject();
    }

    private PermissionRule? Rule(ConfigNode item, string key, SettingsReading reading)
    {
        if (item is not ConfigText { Value: var text })
        {
            reading.Expected(item, key, "a text");
            return null;
        }
        if (RuleText.Parse(text, Verdict, reading.Workspace, out var complaint) is { } rule)
            return rule;
        reading.Report(item.Place, key, $"{Shown.Quoted(text)}: {complaint}");
        return null;
    }
}
