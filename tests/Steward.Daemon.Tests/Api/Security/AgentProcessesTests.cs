using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using Steward.Daemon.Api.Security;

namespace Steward.Daemon.Tests.Api.Security;

public sealed class AgentProcessesTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(40)]
    [InlineData(200)]
    public async Task A_process_below_the_keeper_is_an_agents_however_deep_it_is(int depth)
    {
        using var line = await Line.StartAsync(depth);
        Assert.True(new AgentProcesses(new KeptFamily(line.Keeper)).IsAgent(PeerOf(line.Last)));
    }

    [Fact]
    public async Task A_process_that_does_not_descend_from_the_keeper_is_the_owners_while_agents_live()
    {
        using var line = await Line.StartAsync(1);
        using var other = await Line.StartAsync(1);
        Assert.False(new AgentProcesses(new KeptFamily(line.Keeper)).IsAgent(PeerOf(other.Last)));
    }

    [Fact]
    public async Task A_process_that_is_gone_before_it_is_looked_at_is_the_owners_only_where_the_keeper_has_no_child()
    {
        int gone;
        using (var line = await Line.StartAsync(1))
            gone = line.Last;
        using var keeper = await Line.StartAsync(1);
        using var alone = await Line.StartAsync(0);
        Assert.True(new AgentProcesses(new KeptFamily(keeper.Keeper)).IsAgent(PeerOf(gone)));
        Assert.False(new AgentProcesses(new KeptFamily(alone.Keeper)).IsAgent(PeerOf(gone)));
    }

    [Fact]
    public async Task Who_holds_a_connection_is_found_among_all_that_the_keeper_has_and_nowhere_else()
    {
        using var server = new TcpListener(IPAddress.Loopback, 0);
        server.Start();
        using var line = await Line.StartAsync(3, ((IPEndPoint)server.LocalEndpoint).Port);
        using var accepted = await server.AcceptSocketAsync(TestContext.Current.CancellationToken);
        Peer Connected() => new() { OverUnixSocket = false, Local = (IPEndPoint)accepted.LocalEndPoint!, Remote = (IPEndPoint)accepted.RemoteEndPoint! };
        Assert.True(new AgentProcesses(new KeptFamily(line.Keeper)).IsAgent(Connected()));
        using var other = await Line.StartAsync(1);
        Assert.False(new AgentProcesses(new KeptFamily(other.Keeper)).IsAgent(Connected()));
    }

    private static Peer PeerOf(int pid) => new() { OverUnixSocket = true, Pid = pid };

    /// <summary>Shells that each wait for the one that they started; the last one connects where it is told to, says who it is, and waits for the test.</summary>
    private sealed class Line : IDisposable
    {
        private const string Script = """if [ "$1" -gt 0 ]; then bash -c "$0" "$0" $(($1 - 1)) $2; else if [ $2 -gt 0 ]; then exec 5<>/dev/tcp/127.0.0.1/$2; fi; echo $$; read -r end; fi; :""";

        private readonly Process _first;

        private Line(Process first, int last) => (_first, Last) = (first, last);

        public int Keeper => _first.Id;

        public int Last { get; }

        public static async Task<Line> StartAsync(int depth, int port = 0)
        {
            var first = Process.Start(new ProcessStartInfo("bash", ["-c", Script, Script, $"{depth}", $"{port}"])
            {
                RedirectStandardInput = true,
                RedirectStandardOutput = true,
            })!;
            var last = await first.StandardOutput.ReadLineAsync(TestContext.Current.CancellationToken);
            return new Line(first, int.Parse(last!, CultureInfo.InvariantCulture));
        }

        public void Dispose()
        {
            _first.StandardInput.Close();
            _first.WaitForExit();
            _first.Dispose();
        }
    }
}
