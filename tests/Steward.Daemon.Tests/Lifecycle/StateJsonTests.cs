using System.Text.Json;
using Steward.Protocol;
using Steward.Protocol.Client;
using Steward.Protocol.Contract;
using Steward.Protocol.Files;

namespace Steward.Daemon.Tests.Lifecycle;

public sealed class StateJsonTests
{
    private static readonly DaemonState Full = new()
    {
        Pid = 12,
        PidStart = 34_567,
        KeeperPid = 11,
        KeeperPidStart = 34_560,
        Host = "127.0.0.1",
        Port = 9999,
        Token = "abc\"é",
        DaemonId = "daemon_1",
        StartedAt = DateTimeOffset.UnixEpoch.AddDays(20_000).AddMilliseconds(7),
        Cwd = "/tmp/a b",
        WorkerKinds = ["exec"],
        LastStatus = "running",
        Contract = WireContract.Current,
        Version = "1.2.3",
        ApiSocket = "/run/api.sock",
        LogsPath = "/var/log",
        LastExit = new LastExit("stopped", 3, DateTimeOffset.UnixEpoch),
    };

    private static readonly DaemonState Bare = Full with { WorkerKinds = [], ApiSocket = null, LogsPath = null, LastExit = null };

    [Fact]
    public void A_state_written_by_hand_says_what_the_serializer_would()
    {
        foreach (var state in (DaemonState[])[Full, Bare])
            Assert.True(JsonElement.DeepEquals(
                JsonSerializer.SerializeToElement(state, WireJson.Default.DaemonState), JsonDocument.Parse(StateJson.Bytes(state)).RootElement));
    }

    [Fact]
    public void What_is_written_is_read_back()
    {
        var read = StateJson.Parse(StateJson.Bytes(Full));
        Assert.Equal(StateJson.Bytes(Full), StateJson.Bytes(read));
    }
}
