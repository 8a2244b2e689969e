using System.Diagnostics;
using System.Globalization;
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
        Assert.True(new AgentProcesses(line.Keeper, static () => true).IsAgent(PeerOf(line.Last)));
    }

    [Fact]
    public async Task A_process_below_the_keeper_is_an_agents_though_its_agent_has_ended()
    {
        using var line = await Line.StartAsync(2);
        Assert.True(new AgentProcesses(line.Keeper, static () => false).IsAgent(PeerOf(line.Last)));
    }

    [Fact]
    public async Task A_process_that_does_not_descend_from_the_keeper_is_the_owners_while_agents_live()
    {
        using var line = await Line.StartAsync(1);
        using var other = await Line.StartAsync(1);
        Assert.False(new AgentProcesses(line.Keeper, static () => true).IsAgent(PeerOf(other.Last)));
    }

    [Fact]
    public async Task A_process_that_is_gone_before_it_is_looked_at_is_the_owners_only_where_no_agent_lives()
    {
        int gone;
        using (var line = await Line.StartAsync(1))
            gone = line.Last;
        Assert.True(new AgentProcesses(Environment.ProcessId, static () => true).IsAgent(PeerOf(gone)));
        Assert.False(new AgentProcesses(Environment.ProcessId, static () => false).IsAgent(PeerOf(gone)));
    }

    private static Peer PeerOf(int pid) => new() { OverUnixSocket = true, Pid = pid };

    /// <summary>Shells that each wait for the one that they started; the last one says who it is, and waits for the test.</summary>
    private sealed class Line : IDisposable
    {
        private const string Script = """if [ "$1" -gt 0 ]; then sh -c "$0" "$0" $(($1 - 1)); else echo $$; read -r end; fi; :""";

        private readonly Process _first;

        private Line(Process first, int last) => (_first, Last) = (first, last);

        public int Keeper => _first.Id;

        public int Last { get; }

        public static async Task<Line> StartAsync(int depth)
        {
            var first = Process.Start(new ProcessStartInfo("sh", ["-c", Script, Script, depth.ToString(CultureInfo.InvariantCulture)])
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
