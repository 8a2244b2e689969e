using System.Collections.Concurrent;
using System.Diagnostics;
using System.Text;
using Steward.Keeper.Tests.Support;
using Steward.Protocol.Client;
using Steward.Protocol.Files;
using Steward.Protocol.Sessions;

namespace Steward.Chaos.Tests.Instances;

/// <summary>One Steward of its own: a temporary home, a free port, a demo agent that understands scripts. Nothing of it outlives <see cref="DisposeAsync"/>.</summary>
internal sealed class Instance : IAsyncDisposable
{
    public const string Agent = "scripted";

    /// <summary>Answers a number with as many bytes of zero, and no newline.</summary>
    public const string Zeros = "zeros";

    private static readonly TimeSpan CommandLimit = TimeSpan.FromSeconds(90);

    private static readonly ConcurrentDictionary<Instance, bool> Open = [];

    private readonly bool _ownsFolder;
    private readonly Dictionary<string, string> _environment;

    private Instance(string folder, bool ownsFolder)
    {
        _ownsFolder = ownsFolder;
        Home = new StewardHome(Path.Combine(folder, "home"));
        Workspace = Path.Combine(folder, "work");
        Port = FreePort.Find();
        _environment = new Dictionary<string, string>
        {
            ["STEWARD_HOME"] = Home.Root,
            ["STEWARD_DAEMON_PORT"] = $"{Port}",
            ["NO_COLOR"] = "1",
        };
        Client = NewClient(TimeSpan.FromSeconds(30));
        Open[this] = true;
    }

    public StewardHome Home { get; }

    public string Workspace { get; }

    public int Port { get; }

    public StewardClient Client { get; }

    public IDictionary<string, string> Environment => _environment;

    public LiveProcess Daemon => ProcessOf(static state => state.Pid);

    public LiveProcess Keeper => ProcessOf(static state => state.KeeperPid);

    /// <summary>For a run that is told to end before its time: what it started must not stay behind.</summary>
    public static void EndAllAtOnce()
    {
        foreach (var instance in Open.Keys)
            foreach (var left in instance.Alive()) left.EndAtOnce();
    }

    public static Instance Create(string? folder = null, string agentSettings = "", string daemonSettings = "", string moreAgents = "")
    {
        var instance = new Instance(folder ?? Directory.CreateTempSubdirectory("chaos-").FullName, folder is null);
        Directory.CreateDirectory(instance.Workspace);
        Directory.CreateDirectory(instance.Home.Root, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        // Every script of these tests runs in a workspace of theirs, so nothing needs to be asked.
        using var config = new StreamWriter(instance.Home.ConfigFile);
        config.Write($$"""
            {
              "daemon": { "maxSessions": 64, "workerPoolSize": 64 {{daemonSettings}} },
              "agents": { "{{Agent}}": { "runtime": "demo", "environment": { "STEWARD_DEMO_SCRIPT": "1", "STEWARD_DEMO_PACE_MS": "0" } {{agentSettings}} },
                "{{Zeros}}": { "runtime": "exec", "command": ["/bin/sh", "-c", "read n; head -c $n /dev/zero"] } {{moreAgents}} }
            }
            """);
        return instance;
    }

    public static async Task<Instance> StartedAsync(string? folder = null, string agentSettings = "", string daemonSettings = "", string moreAgents = "")
    {
        var instance = Create(folder, agentSettings, daemonSettings, moreAgents);
        await instance.StartAsync();
        return instance;
    }

    public StewardClient NewClient(TimeSpan patience) => new(Home, new ClientOptions { Patience = patience });

    public async Task StartAsync()
    {
        var ended = await RunAsync("start");
        Assert.True(ended.ExitCode == 0, $"steward start: {ended.ExitCode} {ended.Output}{ended.Errors}\n{Logs()}");
    }

    public async Task KillDaemonAsync()
    {
        var daemon = Daemon;
        daemon.EndAtOnce();
        await Eventually.TrueAsync("the daemon is dead", () => !daemon.IsAlive);
    }

    /// <summary>Its daemon notices and ends. Until then it still answers whoever asks, also a start that comes before the kernel has taken the keeper down.</summary>
    public async Task KillKeeperAsync()
    {
        var (keeper, daemon) = (Keeper, Daemon);
        keeper.EndAtOnce();
        await Eventually.TrueAsync("the keeper is dead, and its daemon has ended", () => !keeper.IsAlive && !daemon.IsAlive);
    }

    /// <summary>Whoever reads of a silence reads the logs with it.</summary>
    public async Task AnsweredAsync(CancellationToken over)
    {
        try
        {
            await Client.HealthAsync(over);
        }
        catch (DaemonException silence)
        {
            throw new InvalidOperationException(Logs(), silence);
        }
    }

    public Task<Ended> StopAsync() => RunAsync("stop", "--now");

    public async Task<Ended> RunAsync(params string[] arguments)
    {
        using var process = Process.Start(StewardProgram.Run(_environment, arguments))!;
        process.StandardInput.Close();
        var (output, errors) = (process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        using var limit = new CancellationTokenSource(CommandLimit, TimeProvider.System);
        try
        {
            await process.WaitForExitAsync(limit.Token);
        }
        catch (OperationCanceledException)
        {
            process.Kill();
            throw new TimeoutException($"steward {string.Join(' ', arguments)} did not end within {CommandLimit.TotalSeconds:0} s.");
        }
        return new Ended(process.ExitCode, await output, await errors);
    }

    public Process Launch(params IEnumerable<string> arguments) => Process.Start(StewardProgram.Run(_environment, arguments))!;

    public Task<SessionView> NewSessionAsync(string? key = null, string agent = Agent) => Client.CreateSessionAsync(
        new CreateSessionRequest { Agent = agent, Directory = Workspace, RequestId = key, PermissionTimeoutMs = 60_000 });

    public string PathOf(string name) => Path.Combine(Workspace, name);

    /// <summary>Everything that this instance ever started and that still lives.</summary>
    public IReadOnlyList<LiveProcess> Alive()
    {
        var instance = Path.Combine(Home.DaemonDirectory, "instance");
        var home = $"STEWARD_HOME={Home.Root}";
        return File.Exists(instance)
            ? LiveProcess.Carrying(home, $"STEWARD_COOKIE={File.ReadAllText(instance).Trim()}")
            : LiveProcess.Carrying(home);
    }

    public async Task AssertNothingIsAliveAsync()
    {
        await Eventually.TrueAsync("nothing of the instance is alive", () => Alive().Count == 0, () => string.Join("; ", Alive()));
        Assert.Empty(Alive());
    }

    /// <summary>The ends of the logs, for whoever reads a failure.</summary>
    public string Logs()
    {
        var text = new StringBuilder();
        if (!Directory.Exists(Home.LogDirectory)) return "";
        foreach (var file in Directory.GetFiles(Home.LogDirectory))
            text.AppendLine($"--- {Path.GetFileName(file)}").AppendLine(string.Join('\n', File.ReadLines(file).TakeLast(25)));
        return text.ToString();
    }

    public async ValueTask DisposeAsync()
    {
        if (Alive().Count > 0) await StopAsync();
        foreach (var left in Alive()) left.EndAtOnce();
        Open.TryRemove(this, out _);
        if (_ownsFolder) Directory.Delete(Path.GetDirectoryName(Home.Root)!, recursive: true);
    }

    private LiveProcess ProcessOf(Func<DaemonState, int> pid)
    {
        var state = StateReading.Read(Home).StateIfKnown ?? throw new InvalidOperationException("There is no state file.");
        return LiveProcess.Of(pid(state)) ?? new LiveProcess(pid(state), -1);
    }
}
