using Steward.Keeper;
using Steward.Protocol.Client;
using Steward.Protocol.Client.Quick;
using Steward.Protocol.Files;

namespace Steward.Cli.Supervision;

/// <summary>What is there of a daemon, seen from outside.</summary>
internal abstract record Presence
{
    private static readonly TimeSpan AnswerLimit = TimeSpan.FromSeconds(10);

    private Presence()
    {
    }

    internal sealed record Running(DaemonSight Daemon) : Presence;

    /// <summary>A keeper lives and its daemon does not answer: it starts, stops, or hangs.</summary>
    internal sealed record Silent(int? KeeperPid, DaemonState? State, string Why) : Presence;

    internal sealed record Parked(ParkedRecord Record, int? KeeperPid) : Presence;

    /// <summary>The state file speaks of a daemon, and the lock is free.</summary>
    internal sealed record Stale(DaemonState State) : Presence;

    internal sealed record Stopped : Presence;

    public static Presence Look(CommandContext context)
    {
        // Without a keeper there is nobody to ask. Looking is also far cheaper than a connection that is refused.
        if (!context.KeeperLives()) return WithoutKeeper(context.Home);
        try
        {
            return new Running(DaemonSight.Parse(QuickClient.Ask(context.Home, "GET", "/v3/daemon", AnswerLimit)));
        }
        catch (DaemonException unanswered) when (unanswered is NotRunningException or NoAnswerException or RefusedException or BadAnswerException)
        {
            return WithoutAnswer(context.Home, unanswered);
        }
    }

    private static Presence WithoutAnswer(StewardHome home, DaemonException unanswered)
    {
        if (!KeeperLock.IsHeld(home.DaemonDirectory)) return WithoutKeeper(home);
        var keeper = KeeperLock.OwnerPid(home.DaemonDirectory);
        return ParkedRecord.Read(home) is { } parked
            ? new Parked(parked, keeper)
            : new Silent(keeper, StateReading.Read(home).StateIfKnown, unanswered.Message);
    }

    private static Presence WithoutKeeper(StewardHome home)
    {
        var state = StateReading.Read(home).StateIfKnown;
        return state is null or { LastStatus: "stopped" } ? new Stopped() : new Stale(state);
    }
}
