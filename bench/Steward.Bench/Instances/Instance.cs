using Steward.Protocol.Client;
using Steward.Protocol.Files;
using Steward.Protocol.Sessions;
using Steward.Protocol.Turns;

namespace Steward.Bench.Instances;

/// <summary>One Steward of its own: a temporary home, a free port, a demo agent that understands scripts. Nothing of it outlives disposal.</summary>
internal sealed class Instance : IAsyncDisposable
{
    public const string Agent = "scripted";

    /// <summary>Threads of fifty agents that spin for work after each word would take more of the processor than the daemon that is measured.</summary>
    public const string AgentSpins = "DOTNET_ThreadPool_UnfairSemaphoreSpinLimit";

    private readonly StewardProgram _program;
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("steward-bench-");

    public Instance(StewardProgram program)
    {
        _program = program;
        Home = new StewardHome(Path.Combine(_folder.FullName, "home"));
        Workspace = _folder.CreateSubdirectory("work").FullName;
        Client = new StewardClient(Home, new ClientOptions { Patience = TimeSpan.FromSeconds(20) });
    }

    public StewardHome Home { get; }

    public string Workspace { get; }

    public StewardClient Client { get; }

    public DaemonState State => StateReading.Read(Home).StateIfKnown ?? throw new InvalidOperationException("No state file is there.");

    /// <summary>What keeper and daemon have together.</summary>
    public long MemoryBytes => Processes.ProportionalBytes(State.KeeperPid) + Processes.ProportionalBytes(State.Pid);

    /// <summary>Where it runs, and its agents with it; null for the network that everybody has.</summary>
    public LonelyNetwork? Network { get; init; }

    public static Task<Instance> BusyAsync(StewardProgram program) => BusyAsync(program, $$"""
        "{{Agent}}": {
          "runtime": "demo", "turnOutputMb": 8192,
          "environment": { "STEWARD_DEMO_SCRIPT": "1", "STEWARD_DEMO_PACE_MS": "0", "{{AgentSpins}}": "0" }
        }
        """);

    /// <summary>With limits that a thousand subscribers and fifty busy sessions fit into, and a process for each session.</summary>
    public static async Task<Instance> BusyAsync(StewardProgram program, string agents, LonelyNetwork? network = null)
    {
        var instance = new Instance(program) { Network = network };
        Directory.CreateDirectory(instance.Home.Root, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        using (var config = new StreamWriter(instance.Home.ConfigFile))
            await config.WriteAsync($$"""
                {
                  "daemon": { "maxSessions": 200, "workerPoolSize": 200, "maxWarm": 200, "limits": { "connections": 4096 } },
                  "agents": { {{agents}} }
                }
                """);
        await instance.Command("start").MillisecondsAsync();
        return instance;
    }

    public Command Command(params string[] arguments) => new(_program.Path, arguments)
    {
        Environment = new Dictionary<string, string>
        {
            ["STEWARD_HOME"] = Home.Root,
            ["STEWARD_DAEMON_PORT"] = "0",
            ["NO_COLOR"] = "1",
            ["PATH"] = Environment.GetEnvironmentVariable("PATH") ?? "/usr/bin:/bin",
            ["DOTNET_ROOT"] = Environment.GetEnvironmentVariable("DOTNET_ROOT") ?? "",
        },
        Network = Network,
    };

    public async Task<string> NewSessionAsync(string agent = Agent) =>
        (await Client.CreateSessionAsync(new CreateSessionRequest { Agent = agent, Directory = Workspace })).Id;

    public Task<SubmitTurnAnswer> ScriptAsync(string session, params string[] lines) =>
        Client.SubmitAsync(session, new SubmitTurnRequest { Content = "#script\n" + string.Join('\n', lines) });

    public async ValueTask DisposeAsync()
    {
        if (Directory.Exists(Home.DaemonDirectory)) await (Command("stop", "--now") with { MayFail = true }).MillisecondsAsync();
        foreach (var left in Processes.Carrying($"STEWARD_HOME={Home.Root}")) Processes.End(left);
        _folder.Delete(recursive: true);
    }
}
