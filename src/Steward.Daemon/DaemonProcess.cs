using Steward.Daemon.Children;
using Steward.Daemon.Configuration;
using Steward.Daemon.Files;
using Steward.Daemon.Journal;
using Steward.Keeper.Client;
using Steward.Protocol.Files;

namespace Steward.Daemon;

/// <summary>The inner process. It is started by a keeper, which holds the sockets and the children that it works with.</summary>
public static class DaemonProcess
{
    private const int Stopped = 0;
    internal const int StorageFailure = 70;
    private const int PermanentFailure = 78;

    /// <summary>The hidden verb that a keeper starts.</summary>
    public const string Verb = "daemon-process";

    /// <summary>Answers with the exit code: 0 ends the keeper and everything it keeps.</summary>
    public static async Task<int> RunAsync(StewardHome home)
    {
        LeaveRemovedFolder(home);
        var events = new LateKeeperEvents();
        using var link = KeeperLink.Attach(events);
        var read = SettingsFile.Read(home, Environment.GetEnvironmentVariable, SettingsOverrides.None);
        if (!read.IsValid)
            return Refuse(link, "config", string.Join('\n', read.Problems), PermanentFailure);
        try
        {
            await using var daemon = await RunningDaemon.StartAsync(home, read.Settings, link, events);
            await daemon.RunAsync();
            return Stopped;
        }
        catch (Exception failure) when (failure is NewerSchemaException or UnsafeFileException)
        {
            return Refuse(link, "state", failure.Message, PermanentFailure);
        }
        catch (IOException failure)
        {
            return Refuse(link, "storage", failure.Message, StorageFailure);
        }
    }

    /// <summary>The folder that the keeper was started in may be gone by now, and a web server is not built without one.</summary>
    private static void LeaveRemovedFolder(StewardHome home)
    {
        try
        {
            _ = Environment.CurrentDirectory;
        }
        catch (IOException)
        {
            Environment.CurrentDirectory = home.DaemonDirectory;
        }
    }

    private static int Refuse(KeeperLink link, string code, string message, int exit)
    {
        link.Failed(code, message);
        try
        {
            Console.Error.WriteLine(message);
        }
        catch (IOException)
        {
            // On a full disk there is no room for the sentence either; the keeper has it.
        }
        return exit;
    }
}
