using Steward.Daemon.Api.Security;
using Steward.Keeper;
using Steward.Keeper.Client;
using Steward.Protocol.Contract;
using Steward.Protocol.Files;

namespace Steward.Daemon;

/// <summary>
/// Who this daemon is. After a crash it is the one that it was, token and all, so that no client notices; a restart that was asked for, and a new
/// keeper, change the token. The id stays for as long as the folder of its state does.
/// </summary>
internal sealed record DaemonIdentity(string DaemonId, string Token, string? PreviousToken, Hello Hello)
{
    /// <summary>Of a daemon whose keeper is gone, and that left its state behind.</summary>
    public int? StalePid { get; init; }

    private const int IdLength = 8;

    public static DaemonIdentity TakeUp(DaemonState? before, Hello hello)
    {
        var instance = File.ReadAllText(Path.Combine(hello.StateDirectory, "instance")).Trim();
        var id = "daemon_" + instance[..Math.Min(IdLength, instance.Length)];
        var ofThisKeeper = before is { Token.Length: > 0 } && before.KeeperPid == hello.KeeperPid && before.KeeperPidStart == hello.KeeperStartTicks;
        return (hello.Reason, ofThisKeeper) switch
        {
            (StartReason.Crash, true) => new DaemonIdentity(id, before!.Token, null, hello),
            (StartReason.Restart, true) => new DaemonIdentity(id, Tokens.NewToken(), before!.Token, hello),
            _ => new DaemonIdentity(id, Tokens.NewToken(), null, hello) { StalePid = before?.Pid },
        };
    }

    public DaemonState StateOf(DaemonStatus status, StewardHome home) => new()
    {
        Pid = Environment.ProcessId,
        PidStart = ProcessIdentity.Of(Environment.ProcessId)?.StartTicks ?? 0,
        KeeperPid = Hello.KeeperPid,
        KeeperPidStart = Hello.KeeperStartTicks,
        Host = status.Host,
        Port = status.Port,
        Token = Token,
        DaemonId = DaemonId,
        StartedAt = status.StartedAt,
        Cwd = status.Cwd,
        LastStatus = "running",
        Contract = WireContract.Current,
        Version = DaemonStatus.Version,
        ApiSocket = Hello.ApiSocket,
        LogsPath = home.LogDirectory,
    };
}
