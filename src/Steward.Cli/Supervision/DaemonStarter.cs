using Steward.Keeper;
using Steward.Keeper.Client;
using Steward.Protocol.Client;
using Steward.Protocol.Files;

namespace Steward.Cli.Supervision;

internal sealed record StartedDaemon(int Pid, int Port, bool WasRunning)
{
    /// <summary>The port that was wished for, where somebody else has it.</summary>
    public int? InsteadOf { get; init; }
}

/// <summary>Makes sure that one daemon runs. Any number of commands may do this at once: one keeper wins, the others wait for it.</summary>
internal sealed class DaemonStarter(CommandContext context)
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(20), Pause = TimeSpan.FromMilliseconds(20);
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;

    /// <param name="endpoint">Asked for only when a daemon has to be started.</param>
    /// <param name="stop">Ends the waiting, not the daemon.</param>
    public async Task<StartedDaemon> EnsureAsync(Func<DaemonEndpoint> endpoint, CancellationToken stop)
    {
        var began = context.Time.GetTimestamp();
        while (context.Time.GetElapsedTime(began) < Limit)
        {
            if (context.KeeperLives())
            {
                if (await ReadyAsync(began, stop) is { } running) return running;
            }
            else if (Launch(endpoint()) is { } started)
            {
                return started;
            }
            await Task.Delay(Pause, context.Time, stop);
        }
        throw new WaitedTooLongException($"The daemon was not ready within {Limit.TotalSeconds:0} s.", "steward logs --lines 50");
    }

    /// <summary>The daemon of a keeper that lives: waits for it, or says why it does not come. Null when the keeper went away.</summary>
    private async Task<StartedDaemon?> ReadyAsync(long began, CancellationToken stop)
    {
        var options = new ClientOptions { Time = context.Time, KeeperLives = context.KeeperLives, Patience = Limit - context.Time.GetElapsedTime(began) };
        try
        {
            var view = await new StewardClient(context.Home, options).DaemonAsync(stop);
            // A daemon whose keeper was killed a moment ago may still answer: it is about to end, and nobody would start the next.
            return view.Status == "stopping" || !context.KeeperLives() ? null : new StartedDaemon(view.Pid, view.Port, WasRunning: true);
        }
        catch (NotRunningException)
        {
            return null;
        }
    }

    /// <summary>Null when another keeper was faster, which is then the one to wait for.</summary>
    private StartedDaemon? Launch(DaemonEndpoint endpoint)
    {
        var launched = Spawn(endpoint, Limit);
        var status = KeeperStatus.Parse(launched.StatusLine);
        if (status is { Ok: true })
            return new StartedDaemon(status.DaemonPid, status.Port, WasRunning: false) { InsteadOf = endpoint.Port == 0 || endpoint.Port == status.Port ? null : endpoint.Port };
        if (status is { Code: "locked" }) return null;
        throw status is null ? WithoutWord(launched) : Failed(status);
    }

    /// <summary>A keeper whose end its caller waits for. It throws when the start failed.</summary>
    public DetachedLaunch LaunchAttached(DaemonEndpoint endpoint, TimeSpan limit)
    {
        var launched = Spawn(endpoint, limit);
        var status = KeeperStatus.Parse(launched.StatusLine);
        if (status is { Ok: true }) return launched;
        throw status is null ? WithoutWord(launched) : Failed(status);
    }

    private DetachedLaunch Spawn(DaemonEndpoint endpoint, TimeSpan limit)
    {
        MakeFolders(context.Home);
        return DetachedKeeper.Launch(
            KeeperCommand.Argv(context, endpoint), KeeperCommand.Environment(context, endpoint), context.Home.KeeperLog, limit, context.Time);
    }

    private static void MakeFolders(StewardHome home)
    {
        foreach (var folder in (ReadOnlySpan<string>)[home.Root, home.DaemonDirectory, home.LogDirectory])
        {
            try
            {
                MakeFolder(folder);
            }
            catch (Exception refused) when (refused is IOException or UnauthorizedAccessException)
            {
                throw new CommandException(
                    "home_unusable", "config", $"The folder {folder} cannot be made: {refused.Message}", "STEWARD_HOME=/path/of/yours steward start",
                    ExitCode.Permanent);
            }
        }
    }

    /// <summary>What an older version, or its owner, left open to others is closed; a link would lead to a folder of somebody else's choice.</summary>
    private static void MakeFolder(string folder)
    {
        if (new DirectoryInfo(folder).LinkTarget is { } target)
            throw new IOException($"it is a link to {target}");
        Directory.CreateDirectory(folder, OwnerOnly);
        if (File.GetUnixFileMode(folder) != OwnerOnly)
            File.SetUnixFileMode(folder, OwnerOnly);
    }

    private static CommandException Failed(KeeperStatus status)
    {
        var message = status.Message ?? "the keeper gave no reason";
        var code = status.Code ?? "start_failed";
        var fix = code switch
        {
            "port_in_use" when status.Pid is { } owner => $"steward start --port-fallback takes the next free port (or end pid {owner})",
            "port_in_use" => "steward start --port-fallback takes the next free port",
            "config" => "correct config.json, then: steward start",
            "state" or "state_directory" => "mend what it names, then: steward start",
            _ => "steward logs --lines 50",
        };
        return new CommandException(code, "start", message, fix, Enum.IsDefined((ExitCode)status.Exit) ? (ExitCode)status.Exit : ExitCode.Failure);
    }

    private DaemonException WithoutWord(DetachedLaunch launched) => launched.ExitCode is { } code
        ? new CommandException(
            "start_failed", "start", $"The keeper ended with exit code {code} before the daemon was ready.",
            $"cat {context.Shown(context.Home.KeeperLog)}", ExitCode.Failure)
        : new WaitedTooLongException($"The daemon was not ready within {Limit.TotalSeconds:0} s.", "steward logs --lines 50");
}
