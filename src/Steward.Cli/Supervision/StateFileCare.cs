using System.Globalization;
using Steward.Keeper;
using Steward.Protocol.Client;

namespace Steward.Cli.Supervision;

/// <summary>A state file that cannot be used is put aside, and said; the next daemon writes a good one.</summary>
internal static class StateFileCare
{
    public static void HealCorrupt(CommandContext context)
    {
        if (StateReading.Read(context.Home) is not StateReading.Corrupt corrupt) return;
        var stamp = context.Time.GetUtcNow().ToString("yyyyMMddTHHmmssfff", CultureInfo.InvariantCulture);
        var aside = $"{context.Home.StateFile}.corrupt-{stamp}";
        try
        {
            if (Directory.Exists(context.Home.StateFile)) Directory.Move(context.Home.StateFile, aside);
            else File.Move(context.Home.StateFile, aside, overwrite: false);
            context.Terminal.Error.WriteLine($"state.json was corrupt ({corrupt.Reason}); kept as {context.Shown(aside)}");
        }
        catch (Exception unmovable) when (unmovable is IOException or UnauthorizedAccessException)
        {
            context.Terminal.Error.WriteLine($"state.json is corrupt ({corrupt.Reason}) and cannot be put aside: {unmovable.Message}");
        }
    }

    /// <summary>True when there was something to clean.</summary>
    public static bool CleanStale(CommandContext context)
    {
        // A keeper that starts at this moment writes a state of its own, and writes it again when it is missed.
        if (KeeperLock.IsHeld(context.Home.DaemonDirectory)) return false;
        if (StateReading.Read(context.Home).StateIfKnown is null or { LastStatus: "stopped" }) return false;
        try
        {
            File.Delete(context.Home.StateFile);
            File.Delete(context.Home.PidFile);
            return true;
        }
        catch (Exception undeletable) when (undeletable is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }
}
