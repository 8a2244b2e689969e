using System.Collections.Immutable;
using System.Text.Json;
using System.Text.RegularExpressions;
using Steward.Daemon.Configuration.Reading;
using Steward.Runtimes;

namespace Steward.Daemon.Configuration.Shapes;

/// <summary>Servers of tools by their names, which are parts of the names of their tools.</summary>
internal sealed partial record McpServerMap : ValueShape
{
    /// <summary>That one is Steward itself.</summary>
    private const string Taken = "steward";

    private const string NamePattern = "[A-Za-z0-9][A-Za-z0-9_-]{0,63}";

    private static readonly SettingTable<McpServer> Table = new(
        Row("command", new CommandLine(), "The program that is started for each process of the agent, and its arguments.",
            static (server, value) => server with { Command = (ImmutableArray<string>)value }),
        Row("environment", new EnvironmentEntries(), "Added to that program's environment, as in the agent's own.",
            static (server, value) => server with { Environment = (ImmutableSortedDictionary<string, string>)value }),
        Row("url", new HttpAddress(), "Instead of a program: where the server is.", static (server, value) => server with { Url = (string)value }),
        Row("headers", new EnvironmentEntries { AreHeaders = true }, "Sent there with each request. A value that is exactly ${NAME} is taken from the daemon's environment.",
            static (server, value) => server with { Headers = (ImmutableSortedDictionary<string, string>)value }));

    public override string Expected => "an object of servers by their names, each with command and environment, or with url and headers";

    public override object? Read(ConfigNode node, string key, SettingsReading reading)
    {
        if (node is not ConfigObject written)
        {
            reading.Expected(node, key, Expected);
            return null;
        }
        var servers = ImmutableSortedDictionary.CreateBuilder<string, McpServer>(StringComparer.Ordinal);
        foreach (var member in reading.Once(written, key))
        {
            var at = SettingsReading.Below(key, member.Name);
            if (!Name().IsMatch(member.Name) || member.Name == Taken)
                reading.Report(member.Place, at, $"expected a name of up to 64 letters, digits, \"-\" and \"_\" that is not {Shown.Quoted(Taken)}");
            else if (member.Value is not ConfigObject server)
                reading.Expected(member.Value, at, "an object");
            else
                servers[member.Name] = ReadServer(server, at, reading);
        }
        return servers.ToImmutable();
    }

    public override void WriteSchema(Utf8JsonWriter schema)
    {
        schema.WriteString("type", "object");
        schema.WriteStartObject("propertyNames");
        schema.WriteString("pattern", $"^{NamePattern}$");
        schema.WriteEndObject();
        schema.WriteStartObject("additionalProperties");
        Table.WriteSchema(schema);
        schema.WriteEndObject();
    }

    private static McpServer ReadServer(ConfigObject written, string key, SettingsReading reading)
    {
        if (written.Find("command") is null == written.Find("url") is null)
            reading.Report(written.Place, key, "needs either \"command\", for a program, or \"url\", for an address");
        else if (written.Find("url") is not null && written.Find("environment") is { } environment)
            reading.Report(environment.Place, $"{key}.environment", "only a program takes this");
        else if (written.Find("command") is not null && written.Find("headers") is { } headers)
            reading.Report(headers.Place, $"{key}.headers", "only an address takes this");
        return Table.Read(written, key, new McpServer(), reading);
    }

    private static Setting<McpServer> Row(string key, ValueShape shape, string meaning, Func<McpServer, object, McpServer> set) =>
        new(key, shape, meaning) { Get = static _ => null, Set = set };

    [GeneratedRegex($@"\A{NamePattern}\z")]
    private static partial Regex Name();
}
