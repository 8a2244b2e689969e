using System.Text.Json;

namespace Steward.ClaudeCode.Tests.StandIn;

/// <summary>Speaks with a server of tools through the pipes of its own process, as Claude Code does with <c>sdkMcpServers</c>.</summary>
internal sealed class StandInToolServer(StandInClaude claude)
{
    private readonly TaskCompletionSource _connected = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private string _server = "";
    private int _last;

    public bool Has(string tool) => _server.Length > 0 && tool.StartsWith($"mcp__{_server}__", StringComparison.Ordinal);

    public async Task ConnectAsync(string server)
    {
        _server = server;
        await SendAsync("initialize", new { protocolVersion = "2025-11-25", capabilities = new { } }, CancellationToken.None);
        await SendAsync("notifications/initialized", new { }, CancellationToken.None);
        var tools = await SendAsync("tools/list", new { }, CancellationToken.None);
        if (tools.GetProperty("tools").EnumerateArray().All(static tool => tool.GetProperty("inputSchema").GetProperty("type").GetString() == "object"))
            _connected.TrySetResult();
    }

    public async Task<(string Text, bool Failed)> CallAsync(string tool, JsonElement arguments, CancellationToken stop)
    {
        await _connected.Task.WaitAsync(stop);
        var result = await SendAsync("tools/call", new { name = tool[$"mcp__{_server}__".Length..], arguments }, stop);
        return (result.GetProperty("content")[0].GetProperty("text").GetString()!, result.GetProperty("isError").GetBoolean());
    }

    private async Task<JsonElement> SendAsync(string method, object parameters, CancellationToken stop)
    {
        // Notifications have no number, and are answered all the same.
        object message = method.StartsWith("notifications/", StringComparison.Ordinal)
            ? new { jsonrpc = "2.0", method }
            : new { jsonrpc = "2.0", method, @params = parameters, id = Interlocked.Increment(ref _last) };
        var answer = await claude.AskAsync(new { subtype = "mcp_message", server_name = _server, message }, stop);
        return answer.GetProperty("mcp_response").GetProperty("result");
    }
}
