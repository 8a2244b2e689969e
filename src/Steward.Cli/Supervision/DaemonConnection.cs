using Steward.Protocol.Client;

namespace Steward.Cli.Supervision;

/// <summary>The way of a command to its daemon: started when it is not there, refused when it speaks another contract.</summary>
internal static class DaemonConnection
{
    private static readonly TimeSpan Unsaid = TimeSpan.FromSeconds(1);

    public static async Task<StewardClient> OpenAsync(CommandContext context, CancellationToken stop)
    {
        StateFileCare.HealCorrupt(context);
        if (!context.KeeperLives()) await StartAsync(context, stop);
        var state = StateReading.Read(context.Home).StateIfKnown;
        if (state is not null && !state.Contract.Speaks(Protocol.Contract.WireContract.Current)) throw new ContractMismatchException(state.Contract);
        return context.Client();
    }

    public static async Task StartAsync(CommandContext context, CancellationToken stop)
    {
        if (!context.Autostart) throw new NotRunningException();
        using var late = context.Time.CreateTimer(
            _ => context.Terminal.Error.WriteLine("starting the daemon…"), null, Unsaid, Timeout.InfiniteTimeSpan);
        await new DaemonStarter(context).EnsureAsync(() => DaemonEndpoint.Choose(null, null, context), stop);
    }
}
