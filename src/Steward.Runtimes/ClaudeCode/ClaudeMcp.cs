using System.Buffers;
using System.Collections.Immutable;
using System.Text.Json;

namespace Steward.Runtimes.ClaudeCode;

/// <summary>
/// The owner's servers of tools as Claude Code wants them. They go into a file: what they are told may be secret, and everybody may read an argument.
/// </summary>
internal static class ClaudeMcp
{
    public static PlannedFile? FileOf(LaunchContext context) => context.Options.McpServers.IsEmpty
        ? null
        : new PlannedFile(Path.Combine(context.PrivateFolder, "mcp.json"), Content(context.Options.McpServers));

    public static ImmutableArray<string> Arguments(AgentOptions options, PlannedFile? file) =>
        [.. file is null ? (ReadOnlySpan<string>)[] : ["--mcp-config", file.Path], .. options.StrictMcp ? (ReadOnlySpan<string>)["--strict-mcp-config"] : []];

    private static ReadOnlyMemory<byte> Content(ImmutableSortedDictionary<string, McpServer> servers)
    {
        var content = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(content))
        {
            json.WriteStartObject();
            json.WriteStartObject("mcpServers");
            foreach (var (name, server) in servers)
            {
                json.WriteStartObject(name);
                Write(json, server);
                json.WriteEndObject();
            }
            json.WriteEndObject();
            json.WriteEndObject();
        }
        return content.WrittenMemory;
    }

    private static void Write(Utf8JsonWriter json, McpServer server)
    {
        if (server.Url is { } url)
        {
            json.WriteString("type", "http");
            json.WriteString("url", url);
            WriteTexts(json, "headers", server.Headers);
            return;
        }
        json.WriteString("command", server.Command[0]);
        json.WriteStartArray("args");
        foreach (var argument in server.Command.Skip(1))
            json.WriteStringValue(argument);
        json.WriteEndArray();
        WriteTexts(json, "env", server.Environment);
    }

    private static void WriteTexts(Utf8JsonWriter json, string name, ImmutableSortedDictionary<string, string> texts)
    {
        json.WriteStartObject(name);
        foreach (var (key, text) in texts)
            json.WriteString(key, text);
        json.WriteEndObject();
    }
}
