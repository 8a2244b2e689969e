using System.Text.Json;
using Steward.Protocol.Agents;
using Steward.Protocol.Client.Http;
using Steward.Protocol.Files;

namespace Steward.Protocol.Client;

/// <summary>Uses the tools of one session, from a program that its agent has started. A call outlives the daemon that it was made to.</summary>
public sealed class BridgeClient
{
    // An agent that is asked may work for a while.
    private static readonly TimeSpan AnswerLimit = TimeSpan.FromMinutes(20);
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);

    private readonly Requester requester;

    public BridgeClient(StewardHome home, string socket, string token) => requester = new Requester(
        home, new ClientOptions { Address = DaemonAddress.Bridge(socket, token), AnswerLimit = AnswerLimit, Patience = Patience });

    public Task<IReadOnlyList<ToolView>> ToolsAsync(CancellationToken stop) =>
        requester.AskAsync(new HttpRequest("GET", "/v3/bridge/tools") { Repeatable = true }, WireJson.Default.IReadOnlyListToolView, stop);

    public Task<ToolAnswer> CallAsync(string tool, JsonElement input, CancellationToken stop) => requester.AskAsync(
        new HttpRequest("POST", $"/v3/bridge/tools/{Uri.EscapeDataString(tool)}")
        {
            Body = JsonSerializer.SerializeToUtf8Bytes(input, WireJson.Default.JsonElement),
            IdempotencyKey = Guid.NewGuid().ToString("N"),
            Repeatable = true,
        },
        WireJson.Default.ToolAnswer, stop);
}
