using System.Text.Json;
using Microsoft.Extensions.Logging;
using Steward.Domain.Events;
using Steward.Domain.Sessions;

namespace Steward.Daemon.Logs;

/// <summary>The lines that committed events leave in the daemon's log: what happened, never what was said.</summary>
internal static class SessionLog
{
    public static void Tell(ILogger log, SessionState state, IReadOnlyList<SessionEvent> events)
    {
        foreach (var happened in events)
            Tell(log, state, happened);
    }

    private static void Tell(ILogger log, SessionState state, SessionEvent happened)
    {
        var (session, agent) = (state.Id.Value, state.Agent);
        switch (happened)
        {
            case SessionCreated: log.SessionCreated(session, agent); break;
            case SessionParked parked: log.SessionParked(session, parked.Reason, agent); break;
            case SessionEnded ended: log.SessionEnded(session, ended.End, agent); break;
            case SessionCancelled: log.TurnCancelled(session, agent); break;
            case TurnStart start: log.TurnStarted(session, start.Turn, agent); break;
            case TurnDone done: log.TurnDone(session, done.Stats.Elapsed, agent); break;
            case TurnError error: log.TurnFailed(session, error.Code, error.Message, agent); break;
            case TurnInterrupted interrupted: log.TurnInterrupted(session, interrupted.Attempt, interrupted.Reason, agent); break;
            case ToolStart tool: log.ToolStarted(tool.ToolName, PathOf(tool), session, agent); break;
            case ToolEnd tool: log.ToolEnded(tool.ToolName, tool.Elapsed, session, agent); break;
            case PermissionRequested asked: log.PermissionAsked(asked.ToolName, asked.RequestId.Value, session, agent); break;
            case PermissionResolved resolved:
                log.PermissionResolved(resolved.RequestId.Value, resolved.Decision, resolved.DecidedBy, session, agent);
                break;
            case ProcessStarted started: log.ProcessStarted(started.Pid, session, agent); break;
            case ProcessExited exited: log.ProcessExited(exited.Exit, session, agent); break;
            default: break;
        }
    }

    // Of a tool's input only the path is logged: the rest may be long, or somebody's secret.
    private static string? PathOf(ToolStart tool)
    {
        try
        {
            using var args = JsonDocument.Parse(tool.Args.Text);
            return args.RootElement.ValueKind == JsonValueKind.Object && args.RootElement.TryGetProperty("path", out var path)
                && path.ValueKind == JsonValueKind.String ? path.GetString() : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
