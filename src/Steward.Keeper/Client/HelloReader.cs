using Steward.Domain.Processes;
using Steward.Keeper.Protocol;

namespace Steward.Keeper.Client;

internal static class HelloReader
{
    public static Hello ReadHello(ref RecordReader record, IReadOnlyList<KeptProcess> kept)
    {
        var version = record.Int();
        if (version != Wire.Version)
            throw new InvalidOperationException($"The keeper speaks version {version} and this daemon {Wire.Version}: restart both.");
        return new Hello
        {
            KeeperPid = record.Int(),
            KeeperStartTicks = record.Long(),
            Reason = (StartReason)record.Int(),
            Incarnation = record.Int(),
            Port = record.Int(),
            ApiSocket = record.Text(),
            BridgeSocket = record.Text(),
            StateDirectory = record.Text(),
            PingInterval = TimeSpan.FromMilliseconds(record.Int()),
            SilenceLimit = TimeSpan.FromMilliseconds(record.Int()),
            TcpListener = Wire.TcpListener,
            UnixListener = Wire.UnixListener,
            BridgeListener = Wire.BridgeListener,
            Kept = kept,
        };
    }

    public static KeptProcess ReadKept(ref RecordReader record) => new()
    {
        Launch = new LaunchId(record.Text()),
        Pid = record.Int(),
        StartTicks = record.Long(),
        Out = new SpoolState(record.Long(), record.Bool()),
        Err = new SpoolState(record.Long(), record.Bool()),
        HasExited = record.Bool(),
        ExitCode = record.OptionalInt(),
        Signal = record.OptionalInt(),
        NextPiece = record.Long(),
        StdinOpen = record.Bool(),
    };
}
