using System.Collections.Immutable;
using System.Text.Json;
using Steward.Daemon.Configuration.Reading;
using Steward.Domain.Agents;

namespace Steward.Daemon.Configuration.Shapes;

/// <summary>A list of Steward's own tools, by name.</summary>
internal sealed record ToolList : ValueShape
{
    private static readonly Choice Tool = new([.. AgentTool.All.Select(static tool => tool.Name)]);

    public override string Expected => $"a list of {Tool.Expected}";

    public override object? Read(ConfigNode node, string key, SettingsReading reading)
    {
        if (node is not ConfigList { Items: var items })
        {
            reading.Expected(node, key, Expected);
            return null;
        }
        var tools = items.Select((item, index) => (string?)Tool.Read(item, $"{key}[{index}]", reading)).ToList();
        return tools.Contains(null) ? null : tools.Select(static tool => tool!).ToImmutableArray();
    }

    public override void WriteSchema(Utf8JsonWriter schema)
    {
        schema.WriteString("type", "array");
        schema.WriteStartObject("items");
        Tool.WriteSchema(schema);
        schema.WriteEndObject();
    }
}
