using System.Text;

namespace Steward.Daemon.Configuration;

/// <summary>The tables of keys in the documents, from the same rows that read the file.</summary>
internal static class SettingsReference
{
    public static string Daemon()
    {
        var table = new StringBuilder("| key | value | default | environment | what it says |\n|---|---|---|---|---|\n");
        foreach (var setting in SettingRows.Table.Settings)
        {
            var variables = string.Join(", ", setting.Variables.Select(static name => $"`{name}`"));
            var standard = setting.Get(Settings.Default) is { } value ? $"`{setting.Shape.Written(value)}`" : "";
            table.Append(null, $"| `{setting.Key}` | {setting.Shape.Expected} | {standard} | {variables} | {setting.Meaning} |\n");
        }
        return table.ToString();
    }

    public static string Agent()
    {
        var table = new StringBuilder("| key | value | what it says |\n|---|---|---|\n");
        foreach (var setting in AgentRows.Table.Settings)
            table.Append(null, $"| `{setting.Key}` | {setting.Shape.Expected}{(setting.IsRequired ? "; required" : "")} | {setting.Meaning} |\n");
        return table.ToString();
    }
}
