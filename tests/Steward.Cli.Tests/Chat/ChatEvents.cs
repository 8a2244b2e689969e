using System.Text.Json;
using Steward.Protocol.Events;
using Steward.Protocol.Sessions;

namespace Steward.Cli.Tests.Chat;

/// <summary>Events of a session as the daemon would send them.</summary>
internal sealed class ChatEvents
{
    private long seq;

    public static SessionView Session => new()
    {
        Id = "sess_1a2b3c4d00000000",
        ShortId = "1a2b3c4d",
        Name = "tests",
        Agent = "claude",
        Model = "opus",
        Directory = "/work",
        Metadata = new Dictionary<string, string>(),
        Status = "idle",
        TurnCount = 0,
        QueuedTurns = 0,
        Seq = 0,
        CreatedAt = DateTimeOffset.UnixEpoch,
        UpdatedAt = DateTimeOffset.UnixEpoch,
    };

    public EventEnvelope Of(string name, object payload) => new()
    {
        V = "3",
        Event = name,
        DaemonId = "daemon_abcdefgh",
        SessionId = "sess_1",
        Seq = ++seq,
        Gseq = seq,
        Ts = DateTimeOffset.UnixEpoch,
        Payload = JsonSerializer.SerializeToElement(payload),
    };

    public EventEnvelope Queued(string turn, string content) => Of("turn.queued", new { turnId = turn, content });

    public EventEnvelope Start(string turn) => Of("turn.start", new { turnId = turn, turn = 1 });

    public EventEnvelope Token(string text) => Of("turn.token", new { turnId = "t", text });

    public EventEnvelope Message(string text) => Of("turn.message", new { turnId = "t", text });

    public EventEnvelope ToolStart(string id, string command) => Of("tool.start", new { turnId = "t", callId = id, toolName = "Bash", args = new { command } });

    public EventEnvelope ToolEnd(string id, string result, bool ok = true) =>
        Of("tool.end", new { turnId = "t", callId = id, toolName = "Bash", ok, result, elapsed = 1200 });

    public EventEnvelope Done(string turn = "t", double? cost = null) => Of("turn.done", new
    {
        turnId = turn,
        stats = new { tokens = 1500, promptTokens = 1400, completionTokens = 100, toolCalls = 1, elapsed = 2500, speed = 40.0, firstTokenLatencyMs = 5, attempts = 1, costUsd = cost ?? 0 },
    });
}
