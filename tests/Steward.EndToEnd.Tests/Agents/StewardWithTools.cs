using Steward.EndToEnd.Tests.Support;

namespace Steward.EndToEnd.Tests.Agents;

/// <summary>A Steward with a program as agent that may use two tools, and writes down how it would reach them.</summary>
public class StewardWithTools : StewardUnderTest
{
    public StewardWithTools()
    {
    }

    protected StewardWithTools(string below) : base(below)
    {
    }

    protected override string MoreAgents => """
        ,
        "helper": {
          "runtime": "exec",
          "command": ["/bin/sh", "-c", "printf '%s\\n%s\\n' \"$STEWARD_BRIDGE_SOCKET\" \"$STEWARD_SESSION_TOKEN\" > reach.part; mv reach.part reach; cat"],
          "tools": ["send_message", "list_messages", "ask_agent"]
        },
        "boxed": {
          "runtime": "exec", "sandbox": { "mode": "on", "network": false }, "tools": ["send_message"],
          "command": ["/bin/sh", "boxed.sh"]
        },
        "plain": { "runtime": "exec", "command": ["/usr/bin/env"] }
        """;

    /// <summary>A session of it that has run once.</summary>
    internal async Task<Reach> HelperAsync()
    {
        var id = await Api.CreateAsync("""{"agent":"helper"}""");
        await Api.EndAsync(id, await Api.SubmitAsync(id, "hello"));
        var folder = (await Api.SessionAsync(id)).GetProperty("directory").GetString()!;
        return await File.ReadAllLinesAsync(Path.Combine(folder, "reach"), TestContext.Current.CancellationToken) is [var socket, var token]
            ? new Reach(id, socket, token)
            : throw new InvalidOperationException("It was told neither.");
    }
}

internal sealed record Reach(string Session, string Socket, string Token)
{
    public Task<string> AskAsync(string method, string target, string body = "") => RawHttp.AskUnixAsync(Socket, method, target, Token, body);
}
