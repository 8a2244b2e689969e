using System.CommandLine;
using System.Text;
using System.Text.Json;
using ModelContextProtocol.Protocol;
using ModelContextProtocol.Server;
using Steward.Cli.CommandLine;
using Steward.Cli.Terminals;
using Steward.Protocol.Agents;
using Steward.Protocol.Client;

namespace Steward.Cli.Agents;

/// <summary>Steward's tools as a server of the Model Context Protocol, for agents that start such a server themselves.</summary>
internal sealed class McpVerb() : Verb("mcp", "Serve Steward's tools to the agent that starts this (Model Context Protocol on standard input and output)")
{
    private const string Socket = "STEWARD_BRIDGE_SOCKET", Token = "STEWARD_SESSION_TOKEN";

    public override string Examples => "steward mcp      as an MCP server in an agent's own settings";

    public override async Task<ExitCode> RunAsync(ParseResult parsed, CommandContext context, CancellationToken stop)
    {
        if (context.Environment(Socket) is not { Length: > 0 } socket || context.Environment(Token) is not { Length: > 0 } token)
            throw new CommandException(
                "no_session", "usage", $"This serves the tools of one session, and {Socket} and {Token} are not set.",
                "Set \"tools\" for the agent in config.json: its processes are given both then.", ExitCode.Usage);
        if (Encoding.UTF8.GetByteCount(socket) > DaemonAddress.LongestSocketPath)
            throw new CommandException(
                "bad_socket", "usage", $"{Socket} is longer than a socket's path can be: {SafeText.Line(socket)}",
                "Pass on both variables as Steward gave them to the agent: in a deep folder it chooses a short path.", ExitCode.Usage);
        var bridge = new BridgeClient(context.Home, socket, token);
        await using var transport = new StdioServerTransport("steward");
        await using var server = McpServer.Create(transport, new McpServerOptions
        {
            ServerInfo = new Implementation { Name = "steward", Version = Program.VersionText.Split(' ')[^1] },
            Handlers = new McpServerHandlers
            {
                ListToolsHandler = async (_, cancel) => new ListToolsResult { Tools = [.. (await bridge.ToolsAsync(cancel)).Select(Described)] },
                CallToolHandler = (request, cancel) => CallAsync(bridge, request.Params, cancel),
            },
        });
        await server.RunAsync(stop);
        return ExitCode.Ok;
    }

    private static async ValueTask<CallToolResult> CallAsync(BridgeClient bridge, CallToolRequestParams? call, CancellationToken cancel)
    {
        try
        {
            var answer = await bridge.CallAsync(call?.Name ?? "", InputOf(call), cancel);
            return Result(answer.Text, isError: !answer.Ok);
        }
        catch (DaemonException trouble)
        {
            // The agent can do something else; its server of tools goes on.
            return Result(trouble.Message, isError: true);
        }
    }

    private static JsonElement InputOf(CallToolRequestParams? call)
    {
        var buffer = new System.Buffers.ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartObject();
            foreach (var (name, value) in call?.Arguments ?? new Dictionary<string, JsonElement>())
            {
                json.WritePropertyName(name);
                value.WriteTo(json);
            }
            json.WriteEndObject();
        }
        using var input = JsonDocument.Parse(buffer.WrittenMemory);
        return input.RootElement.Clone();
    }

    private static Tool Described(ToolView tool) => new() { Name = tool.Name, Description = tool.Description, InputSchema = tool.InputSchema };

    private static CallToolResult Result(string text, bool isError) => new() { Content = [new TextContentBlock { Text = text }], IsError = isError };
}
