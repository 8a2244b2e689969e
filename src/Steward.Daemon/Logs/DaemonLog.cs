using Microsoft.Extensions.Logging;
using Steward.Domain.Permissions;
using Steward.Domain.Processes;
using Steward.Domain.Sessions;

// A parameter that the text does not name is a field of the line, on purpose.
#pragma warning disable SYSLIB1015

namespace Steward.Daemon.Logs;

/// <summary>
/// What the daemon says, in words that scripts wait for. The agent and the session are fields of the line where the text does not name them; whoever
/// renders the line appends them.
/// </summary>
internal static partial class DaemonLog
{
    [LoggerMessage(LogLevel.Information, "[daemon] supervisor starting in {Directory}")]
    public static partial void SupervisorStarting(this ILogger log, string directory);

    [LoggerMessage(LogLevel.Information, "[daemon] supervisor stopped")]
    public static partial void SupervisorStopped(this ILogger log);

    /// <param name="address">Host and port as in a URL: an IPv6 address in its brackets.</param>
    [LoggerMessage(LogLevel.Information, "daemon started on {Address}")]
    public static partial void DaemonStarted(this ILogger log, string address);

    [LoggerMessage(LogLevel.Information, "removed stale state (pid {Pid})")]
    public static partial void RemovedStaleState(this ILogger log, int pid);

    [LoggerMessage(LogLevel.Information, "session created id={SessionId}")]
    public static partial void SessionCreated(this ILogger log, string sessionId, string? agent);

    [LoggerMessage(LogLevel.Information, "turn started session={SessionId} turn={Turn}")]
    public static partial void TurnStarted(this ILogger log, string sessionId, long turn, string? agent);

    public static void ToolStarted(this ILogger log, string tool, string? path, string sessionId, string? agent)
    {
        if (path is null)
            ToolStartedWithoutPath(log, tool, sessionId, agent);
        else
            ToolStartedOnPath(log, tool, path, sessionId, agent);
    }

    [LoggerMessage(LogLevel.Information, "tool.end tool={Tool} duration={DurationMs}ms")]
    public static partial void ToolEnded(this ILogger log, string tool, long durationMs, string sessionId, string? agent);

    [LoggerMessage(LogLevel.Information, "turn done session={SessionId} duration={DurationMs}ms")]
    public static partial void TurnDone(this ILogger log, string sessionId, long durationMs, string? agent);

    [LoggerMessage(LogLevel.Warning, "turn failed session={SessionId} code={Code}: {Reason}")]
    public static partial void TurnFailed(this ILogger log, string sessionId, string code, string reason, string? agent);

    [LoggerMessage(LogLevel.Information, "turn cancelled session={SessionId}")]
    public static partial void TurnCancelled(this ILogger log, string sessionId, string? agent);

    [LoggerMessage(LogLevel.Warning, "turn interrupted session={SessionId} attempt={Attempt}: {Reason}")]
    public static partial void TurnInterrupted(this ILogger log, string sessionId, int attempt, string reason, string? agent);

    [LoggerMessage(LogLevel.Warning, "session parked id={SessionId}: {Reason}")]
    public static partial void SessionParked(this ILogger log, string sessionId, string reason, string? agent);

    [LoggerMessage(LogLevel.Information, "session ended id={SessionId} end={End}")]
    public static partial void SessionEnded(this ILogger log, string sessionId, SessionEnd end, string? agent);

    [LoggerMessage(LogLevel.Information, "permission.request tool={Tool} request={RequestId}")]
    public static partial void PermissionAsked(this ILogger log, string tool, string requestId, string sessionId, string? agent);

    [LoggerMessage(LogLevel.Information, "permission.resolved request={RequestId} decision={Decision} by={DecidedBy}")]
    public static partial void PermissionResolved(
        this ILogger log, string requestId, PermissionDecision decision, string decidedBy, string sessionId, string? agent);

    [LoggerMessage(LogLevel.Information, "process started pid={Pid}")]
    public static partial void ProcessStarted(this ILogger log, int pid, string sessionId, string? agent);

    [LoggerMessage(LogLevel.Information, "process exited: {Exit}")]
    public static partial void ProcessExited(this ILogger log, ProcessExit exit, string sessionId, string? agent);

    [LoggerMessage(LogLevel.Warning, "{Sentence}")]
    public static partial void AccountTrouble(this ILogger log, string sentence);

    [LoggerMessage(LogLevel.Information, "worktree kept {Path}: {Reason}")]
    public static partial void WorktreeKept(this ILogger log, string path, string reason, string sessionId);

    [LoggerMessage(LogLevel.Critical, "storage failed; the daemon ends and recovers from disk")]
    public static partial void StorageFailed(this ILogger log, Exception failure);

    [LoggerMessage(LogLevel.Error, "damage found in the journal")]
    public static partial void DamageFound(this ILogger log, Exception damage);

    [LoggerMessage(LogLevel.Error, "request failed method={Method} path={Path}")]
    public static partial void RequestFailed(this ILogger log, Exception failure, string method, string path);

    [LoggerMessage(LogLevel.Error, "remembered rules cannot be written file={File}")]
    public static partial void RuleNotKept(this ILogger log, Exception failure, string file);

    [LoggerMessage(LogLevel.Error, "remembered rules cannot be read, and the owner is asked again file={File}")]
    public static partial void RulesDamaged(this ILogger log, Exception damage, string file);

    [LoggerMessage(LogLevel.Information, "no process is started ahead agent={Agent} reason={Reason}")]
    public static partial void SpareNotStarted(this ILogger log, string agent, string reason);

    [LoggerMessage(LogLevel.Error, "session failed, and tries again id={SessionId}")]
    public static partial void SessionFailed(this ILogger log, Exception failure, string sessionId);

    [LoggerMessage(LogLevel.Information, "tool.start tool={Tool} path={Path}")]
    private static partial void ToolStartedOnPath(ILogger log, string tool, string path, string sessionId, string? agent);

    [LoggerMessage(LogLevel.Information, "tool.start tool={Tool}")]
    private static partial void ToolStartedWithoutPath(ILogger log, string tool, string sessionId, string? agent);
}
