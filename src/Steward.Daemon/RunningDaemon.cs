using Microsoft.AspNetCore.Http;
using Steward.Daemon.Api;
using Steward.Daemon.Api.Security;
using Steward.Daemon.Children;
using Steward.Daemon.Configuration;
using Steward.Daemon.Journal;
using Steward.Daemon.Journal.Writing;
using Steward.Daemon.Lifecycle;
using Steward.Daemon.Logs;
using Steward.Daemon.Worktrees;
using Steward.Keeper.Client;
using Steward.Protocol.Files;

namespace Steward.Daemon;

/// <summary>A daemon from its first breath to its last: opened, adopting what was left, serving, and gone with everything on disk.</summary>
internal sealed class RunningDaemon(DaemonCore core, WebServer web, CancellationTokenSource over) : IAsyncDisposable
{
    private static readonly TimeSpan CompactionInterval = TimeSpan.FromHours(6);

    public static async Task<RunningDaemon> StartAsync(StewardHome home, Settings settings, KeeperLink link, LateKeeperEvents events)
    {
        var over = new CancellationTokenSource();
        Pipeline? pipeline = null;
        // A web server takes as long to build as a journal to open, and neither needs the other. It serves nothing before the pipeline is there.
        var building = Task.Run(() => BuildServer(link, settings, context => pipeline!.HandleAsync(context)));
        var core = DaemonCore.Open(home, settings, link, over.Token);
        // The keeper holds every child: without it there is nothing left to serve.
        events.Bind(new KeeperEvents(() => core.Sessions, core.Services.Spares.Gone, link.Release, core.Life.RequestStop, static () => Environment.Exit(0)));
        core.Notices.Add(core.Journal.Salvages.SelectMany(SalvageWords.Of));
        core.Log.SupervisorStarting(core.Status.Cwd);
        if (core.Identity.StalePid is { } stale)
            core.Log.RemovedStaleState(stale);
        pipeline = DaemonApi.Build(core);
        var web = await building;
        new Adoption(core.Services, core.Sessions, link.Hello).Run(over.Token);
        link.Begin();
        core.Life.ListenToSignals();
        // Connections wait at the keeper's sockets meanwhile: whoever is answered finds the state of the daemon that answers.
        WriteState(core, home);
        await web.StartAsync(CancellationToken.None);
        link.Ready();
        core.Log.DaemonStarted($"{core.Status.Host}:{core.Status.Port}");
        return new RunningDaemon(core, web, over);
    }

    private static void WriteState(DaemonCore core, StewardHome home)
    {
        var state = core.Identity.StateOf(core.Status, home);
        try
        {
            core.StateFile.Write(state);
        }
        catch (IOException full) when (StorageErrors.Classify(full) == StorageTrouble.Full && core.Journal.GiveRoom())
        {
            // Nobody would find a daemon whose predecessor died on a full disk, neither to read nor to stop it.
            core.StateFile.Write(state);
        }
    }

    private static WebServer BuildServer(KeeperLink link, Settings settings, RequestDelegate handle)
    {
        Func<Settings> current = () => settings;
        return WebServer.Build(link.Hello, new Doors(current, TimeProvider.System), handle);
    }

    /// <summary>Serves until it is asked to end.</summary>
    public async Task RunAsync()
    {
        var background = new[] { core.Hub.RunAsync(over.Token), core.StateFile.GuardAsync(over.Token), CompactAsync(over.Token), core.AccountWatch.RunAsync(over.Token), core.Services.Spares.RunAsync(over.Token) };
        var looking = Task.Run(() => new LeftWorktrees(core.Home, core.Sessions).SeeTo(over.Token));
        var asked = core.Life.WaitAsync();
        // None of these ends by itself: a daemon that has lost one is replaced, not kept half alive.
        if (await Task.WhenAny([asked, .. background]) is var first && first != asked)
            await first;
        var farewell = await asked;
        core.Hub.Finish();
        if (farewell == Farewell.Restart)
            core.Link.Replace();
        else
            core.StateFile.Remove();
        await web.StopAsync();
        await over.CancelAsync();
        await Task.WhenAll([looking, .. background]).ContinueWith(static _ => { }, TaskScheduler.Default);
        core.Log.SupervisorStopped();
    }

    public async ValueTask DisposeAsync()
    {
        web.Dispose();
        await core.DisposeAsync();
        over.Dispose();
    }

    private async Task CompactAsync(CancellationToken cancellationToken)
    {
        using var timer = new PeriodicTimer(CompactionInterval, core.Time);
        while (await timer.WaitForNextTickAsync(cancellationToken))
        {
            try
            {
                if (core.Settings().TokenRetentionDays is > 0 and var days)
                    await core.Journal.CompactTokensAsync(core.Time.GetUtcNow().AddDays(-days), cancellationToken);
            }
            catch (StorageFullException)
            {
                // There is no room to note what was dropped; it is tried again in its time.
            }
        }
    }
}
