using System.ComponentModel;
using System.Diagnostics;
using System.Text.Json;

namespace Steward.ClaudeCode.Tests.StandIn;

/// <summary>The servers of tools of <c>--mcp-config</c>: programs that it starts and speaks with, a line for each message.</summary>
internal sealed class StandInServers
{
    private readonly Dictionary<string, Process?> _servers = [];

    public StandInServers(string[] args)
    {
        if (Array.IndexOf(args, "--mcp-config") is not (>= 0 and var at))
            return;
        using var settings = JsonDocument.Parse(File.ReadAllBytes(args[at + 1]));
        foreach (var server in settings.RootElement.GetProperty("mcpServers").EnumerateObject())
            _servers[server.Name] = Begin(server.Value);
    }

    public object[] States => [.. _servers.Select(static server => (object)new { name = server.Key, status = server.Value is null ? "failed" : "connected" })];

    public bool Has(string tool) => Find(tool) is not null;

    public string Call(string tool, JsonElement arguments)
    {
        var server = Find(tool)!;
        server.StandardInput.WriteLine(JsonSerializer.Serialize(
            new { jsonrpc = "2.0", id = 2, method = "tools/call", @params = new { name = tool.Split("__")[2], arguments } }));
        return JsonDocument.Parse(server.StandardOutput.ReadLine()!).RootElement.GetProperty("result").GetProperty("content")[0].GetProperty("text").GetString()!;
    }

    private Process? Find(string tool) => tool.Split("__") is ["mcp", var name, _] ? _servers.GetValueOrDefault(name) : null;

    private static Process? Begin(JsonElement server)
    {
        var start = new ProcessStartInfo(server.GetProperty("command").GetString()!, server.GetProperty("args").EnumerateArray().Select(static argument => argument.GetString()!))
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
        };
        foreach (var variable in server.GetProperty("env").EnumerateObject())
            start.Environment[variable.Name] = variable.Value.GetString();
        try
        {
            return Process.Start(start);
        }
        catch (Win32Exception)
        {
            return null;
        }
    }
}
