using System.Collections.Immutable;
using System.Text.Json;
using System.Text.RegularExpressions;
using Steward.Daemon.Configuration.Reading;
using Steward.Runtimes.ClaudeCode;

namespace Steward.Daemon.Configuration.Shapes;

internal sealed partial record AgentMap : ValueShape
{
    public const string RuntimeWithCommand = "exec";

    // The name is also the name of a folder.
    private const string NamePattern = "[A-Za-z0-9][A-Za-z0-9._-]{0,63}";

    public override string Expected => "an object of agents by their names";

    public override object? Read(ConfigNode node, string key, SettingsReading reading)
    {
        if (node is not ConfigObject written)
        {
            reading.Expected(node, key, Expected);
            return null;
        }
        var agents = ImmutableSortedDictionary.CreateBuilder<string, AgentSettings>(StringComparer.Ordinal);
        // "A" and "a" are one folder on some file systems.
        var folders = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        foreach (var member in reading.Once(written, key))
        {
            var at = SettingsReading.Below(key, member.Name);
            if (!Name().IsMatch(member.Name))
                reading.Report(member.Place, at, "expected a name of up to 64 letters, digits, \"-\", \"_\" and \".\" that begins with a letter or digit");
            else if (!folders.Add(member.Name))
                reading.Report(member.Place, at, "differs from another agent's name only in capital letters");
            else if (member.Value is not ConfigObject agent)
                reading.Expected(member.Value, at, "an object");
            else
                agents[member.Name] = ReadAgent(member.Name, agent, at, reading);
        }
        return agents.ToImmutable();
    }

    public override void WriteSchema(Utf8JsonWriter schema)
    {
        schema.WriteString("type", "object");
        schema.WriteStartObject("propertyNames");
        schema.WriteString("pattern", $"^{NamePattern}$");
        schema.WriteEndObject();
        schema.WriteStartObject("additionalProperties");
        AgentRows.Table.WriteSchema(schema);
        schema.WriteEndObject();
    }

    private static AgentSettings ReadAgent(string name, ConfigObject written, string key, SettingsReading reading)
    {
        // Paths in rules start from the workspace, wherever in the agent it was written.
        reading.Workspace = written.Find("workspace") is ConfigText { Value: var folder } && Path.IsPathRooted(folder) && !folder.Contains('\0')
            ? folder
            : null;
        var agent = AgentRows.Table.Read(written, key, new AgentSettings { Name = name, Runtime = "" }, reading);
        if (agent.Runtime == RuntimeWithCommand && written.Find("command") is null)
            reading.Report(written.Place, key, $"the runtime {RuntimeWithCommand} needs \"command\", {new CommandLine().Expected}");
        if (agent.Runtime.Length > 0 && agent.Runtime != RuntimeWithCommand && written.Find("command") is { } command)
            reading.Report(command.Place, $"{key}.command", $"only the runtime {RuntimeWithCommand} takes a command");
        if (agent.Runtime == RuntimeWithCommand && agent.Spare && written.Find("spare") is { } spare)
            reading.Report(spare.Place, $"{key}.spare", $"the runtime {RuntimeWithCommand} has a process for each message, and none can be started ahead");
        foreach (var member in AgentRows.OfClaudeCode)
            if (agent.Runtime.Length > 0 && agent.Runtime != ClaudeRuntime.Name && written.Find(member) is { } told)
                reading.Report(told.Place, $"{key}.{member}", $"only the runtime {ClaudeRuntime.Name} takes this");
        return agent;
    }

    [GeneratedRegex($@"\A{NamePattern}\z")]
    private static partial Regex Name();
}
