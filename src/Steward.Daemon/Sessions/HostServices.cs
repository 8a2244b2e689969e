using Microsoft.Extensions.Logging;
using Steward.Daemon.Agents;
using Steward.Daemon.Children;
using Steward.Daemon.Configuration;
using Steward.Daemon.Journal;
using Steward.Daemon.Logs;
using Steward.Daemon.Permissions;
using Steward.Daemon.Sandboxing;
using Steward.Daemon.Secrets;
using Steward.Daemon.Trust;
using Steward.Daemon.Turns;
using Steward.Daemon.Worktrees;

namespace Steward.Daemon.Sessions;

/// <summary>What every session needs of the daemon around it.</summary>
internal sealed record HostServices
{
    public required IJournal Journal { get; init; }

    public required IProcessKeeper Keeper { get; init; }

    public required AgentLauncher Launcher { get; init; }

    public required WorkingCopies Worktrees { get; init; }

    public required ImageStore Images { get; init; }

    public required SandboxTools Sandboxes { get; init; }

    public required WorkspaceTrust Trust { get; init; }

    public required SpawnNotes Spawns { get; init; }

    /// <summary>Does what agents ask of Steward's own tools.</summary>
    public required ICallServer Calls { get; init; }

    public required TurnGate Gate { get; init; }

    public required WarmPool Warm { get; init; }

    public required SparePool Spares { get; init; }

    public required Func<Settings> Settings { get; init; }

    public required RememberedRules Remembered { get; init; }

    public required Redactor Redactor { get; init; }

    public required TimeProvider Time { get; init; }

    public required ILogger Log { get; init; }
}
