using Steward.Cli.Terminals;
using Steward.Keeper;
using Steward.Protocol.Client;

namespace Steward.Cli.Supervision;

/// <summary>Tells a keeper that gave up on its daemon to try again.</summary>
internal static class Unpark
{
    /// <summary>Why the keeper that lives starts no daemon; null where it does, or where there is no keeper.</summary>
    public static ParkedRecord? Parked(CommandContext context) =>
        KeeperLock.IsHeld(context.Home.DaemonDirectory) ? ParkedRecord.Read(context.Home) : null;

    /// <summary>Why it was parked; null where it was not.</summary>
    public static ParkedRecord? IfParked(CommandContext context)
    {
        if (Parked(context) is not { } parked) return null;
        if (KeeperLock.OwnerPid(context.Home.DaemonDirectory) is not { } keeper || Libc.kill(keeper, Libc.Hangup) != 0) return null;
        // Its note goes away with the new try; a command that reads it before would take the old trouble for a new one.
        var began = context.Time.GetTimestamp();
        while (File.Exists(context.Home.ParkedFile) && context.Time.GetElapsedTime(began) < TimeSpan.FromSeconds(2)) Pause();
        return parked;
    }

    private static unsafe void Pause() => _ = Libc.poll(null, 0, 5);
}
