using System.Text.Json;
using Steward.Daemon.Configuration.Reading;

namespace Steward.Daemon.Configuration.Shapes;

internal sealed record YesOrNo : ValueShape
{
    public override string Expected => "true or false";

    public override object? Read(ConfigNode node, string key, SettingsReading reading)
    {
        if (node is ConfigWord { Word: "true" or "false" } said)
            return said.Word == "true";
        reading.Expected(node, key, Expected);
        return null;
    }

    public override void WriteSchema(Utf8JsonWriter schema) => schema.WriteString("type", "boolean");
}
