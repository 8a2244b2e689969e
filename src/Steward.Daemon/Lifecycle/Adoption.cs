using Steward.Daemon.Children;
using Steward.Daemon.Journal;
using Steward.Daemon.Sessions;
using Steward.Domain.Processes;
using Steward.Domain.Sessions;
using Steward.Keeper;
using Steward.Keeper.Client;

namespace Steward.Daemon.Lifecycle;

/// <summary>
/// Takes up what the daemon before left: sessions get their processes back where the keeper still has them, and are told of their loss where it
/// has not. Everything that was committed but perhaps not done is done again; nothing of it has its effect twice.
/// </summary>
internal sealed class Adoption(HostServices services, SessionRegistry registry, Hello hello)
{
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(10);

    public void Run(CancellationToken stop)
    {
        var kept = hello.Kept.ToDictionary(static process => process.Launch.Value);
        var marks = services.Journal.LoadProcesses().ToDictionary(static mark => mark.Launch);
        var hosts = registry.OpenLive();
        foreach (var host in hosts)
        {
            if (host.State.Process is { } lease)
                Take(host, lease, kept.GetValueOrDefault(lease.Launch.Value), marks.GetValueOrDefault(lease.Launch.Value));
            services.Gate.Tell(host, host.State.Turn is not null);
            services.Warm.Tell(host);
        }
        foreach (var host in hosts)
        {
            if (host.State is { Turn: null, ParkedBecause: null, End: null, Waiting.Count: > 0 })
                services.Gate.Ask(host);
            host.Begin(stop);
        }
        EndStrangers(kept.Keys.Except(hosts.Select(static host => host.State.Process?.Launch.Value ?? "")));
    }

    private void Take(SessionHost host, ProcessLease lease, KeptProcess? kept, ProcessMark? mark)
    {
        // The start was committed, but may never have reached the keeper: ask again under the same name.
        if (kept is null && lease is { Started: false, Ending: false } && hello.Reason != StartReason.First && host.State.End is null)
        {
            host.LaunchAgain(lease.Launch);
            return;
        }
        var child = services.Launcher.Open(host.State, lease.Launch, mark);
        host.Attach(child);
        if (kept is null || kept.Pid == 0)
        {
            Lengthen(child, kept);
            child.SetLost();
            return;
        }
        Lengthen(child, kept);
        child.SetStarted(kept.Pid, kept.StartTicks);
        if (kept.HasExited)
            child.SetExit(new ProcessExit(kept.ExitCode, kept.Signal));
        else if (host.State.End is not null || lease.Ending)
            services.Keeper.Stop(lease.Launch, Grace);
        else
        {
            host.OfferAgain(kept.NextPiece);
            host.ServeAgain();
        }
    }

    private static void Lengthen(ChildReader child, KeptProcess? kept)
    {
        if (kept is null)
            return;
        child.Grow(ProcessStream.Out, kept.Out.Length, kept.Out.Ended);
        child.Grow(ProcessStream.Err, kept.Err.Length, kept.Err.Ended);
    }

    /// <summary>Processes that belong to no session any more: their end was read, or their session is gone.</summary>
    private void EndStrangers(IEnumerable<string> launches)
    {
        foreach (var name in launches)
        {
            var launch = new LaunchId(name);
            services.Keeper.Stop(launch, Grace);
            services.Keeper.Release(launch);
        }
    }
}
