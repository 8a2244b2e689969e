using System.Globalization;
using Steward.Cli.Terminals;
using Steward.Protocol;
using Steward.Protocol.Events;

namespace Steward.Cli.Events;

/// <summary>An event as one line of a log. Streamed words are left out: the finished text follows them as an event of its own.</summary>
internal static class EventLine
{
    private const int TextLength = 200;

    public static string? Of(EventEnvelope happened)
    {
        if (happened.Event is EventKinds.TurnToken or EventKinds.TurnThinking) return null;
        var level = happened.Event is EventKinds.TurnError ? "ERROR" : happened.Event is EventKinds.TurnInterrupted or EventKinds.TurnStalled or EventKinds.TurnRetry or EventKinds.AgentDeclined or EventKinds.SessionParked ? "WARN" : "INFO";
        return $"[{happened.Ts.ToLocalTime().ToString("HH:mm:ss", CultureInfo.InvariantCulture)}] {level,-5} {Text(happened)}";
    }

    private static string Text(EventEnvelope happened) => happened.Event switch
    {
        EventKinds.SessionCreated => $"session created id={happened.SessionId}",
        EventKinds.TurnQueued => $"message {Quote(happened.Text("content"))}",
        EventKinds.TurnSteered => $"message into the turn {Quote(happened.Text("content"))}",
        EventKinds.TurnStart => string.Create(CultureInfo.InvariantCulture, $"turn started turn={happened.Read(WireJson.Default.TurnStartPayload).Turn}"),
        EventKinds.TurnMessage => $"answer {Quote(happened.Text("text"))}",
        EventKinds.TurnProgress => SafeText.Shorten(happened.Text("text") ?? "", TextLength),
        EventKinds.TurnDone => Done(happened.Read(WireJson.Default.TurnDonePayload).Stats),
        EventKinds.TurnError => $"turn failed code={SafeText.Line(happened.Text("code") ?? "")}: {SafeText.Shorten(happened.Text("message") ?? "", TextLength)}",
        EventKinds.TurnInterrupted => $"turn interrupted: {SafeText.Shorten(happened.Text("reason") ?? "", TextLength)}",
        EventKinds.SessionCancelled => $"turn cancelled: {SafeText.Shorten(happened.Text("reason") ?? "", TextLength)}",
        EventKinds.TurnStalled => $"turn stalled: {StallText.Of(happened.Read(WireJson.Default.TurnStalledPayload))}",
        EventKinds.TurnRetry => RetryText.Of(happened.Read(WireJson.Default.TurnRetryPayload)),
        EventKinds.UsageWindow => WindowText.Of(happened.Read(WireJson.Default.WindowView)),
        EventKinds.TurnTodo => TodoText.Brief(happened.Read(WireJson.Default.TurnTodoPayload).Items),
        EventKinds.HelperMessage => $"helper of {SafeText.Line(happened.Text("parentCallId") ?? "")} {Quote(happened.Text("text"))}",
        EventKinds.AgentDeclined => $"declined: {SafeText.Shorten(happened.Text("reason") ?? "", TextLength)}",
        EventKinds.SessionParked => $"session parked: {SafeText.Shorten(happened.Text("reason") ?? "", TextLength)}",
        EventKinds.ToolStart => ToolStarted(happened.Read(WireJson.Default.ToolStartPayload)),
        EventKinds.ToolEnd => ToolEnded(happened.Read(WireJson.Default.ToolEndPayload)),
        EventKinds.PermissionRequest => $"permission asked id={SafeText.Line(happened.Text("requestId") ?? "")} tool={SafeText.Line(happened.Text("toolName") ?? "")}",
        EventKinds.PermissionResolved =>
            $"permission {SafeText.Line(happened.Text("decision") ?? "")} id={SafeText.Line(happened.Text("requestId") ?? "")} by={SafeText.Line(happened.Text("decidedBy") ?? "")}",
        _ => SafeText.Shorten($"{happened.Event} {happened.Payload}", TextLength),
    };

    private static string Done(TurnStatsView stats) => string.Create(
        CultureInfo.InvariantCulture, $"turn done elapsed={Durations.Exact(TimeSpan.FromMilliseconds(stats.Elapsed))} tokens={stats.Tokens} tools={stats.ToolCalls}");

    private static string ToolStarted(ToolStartPayload tool) =>
        $"tool.start tool={SafeText.Line(tool.ToolName)} {SafeText.Shorten(ToolText.Named(tool.Args), TextLength)}".TrimEnd();

    private static string ToolEnded(ToolEndPayload tool) => string.Create(
        CultureInfo.InvariantCulture, $"tool.end tool={SafeText.Line(tool.ToolName)} duration={tool.Elapsed}ms{(tool.Ok ? "" : " failed")}");

    private static string Quote(string? text) => $"\"{SafeText.Shorten(text ?? "", TextLength)}\"";
}
