using System.Collections.Immutable;
using System.Text.Json;
using Steward.Daemon.Configuration.Reading;

namespace Steward.Daemon.Configuration.Shapes;

internal sealed record FolderList : ValueShape
{
    private static readonly WorkspaceFolder Folder = new();

    public override string Expected => "a list of absolute paths of folders that exist";

    public override object? Read(ConfigNode node, string key, SettingsReading reading)
    {
        if (node is not ConfigList { Items: var items })
        {
            reading.Expected(node, key, Expected);
            return null;
        }
        var folders = items.Select((item, index) => (string?)Folder.Read(item, $"{key}[{index}]", reading)).ToList();
        return folders.Contains(null) ? null : folders.Select(static folder => folder!).ToImmutableArray();
    }

    public override void WriteSchema(Utf8JsonWriter schema)
    {
        schema.WriteString("type", "array");
        schema.WriteStartObject("items");
        Folder.WriteSchema(schema);
        schema.WriteEndObject();
    }
}
