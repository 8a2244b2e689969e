using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Steward.Daemon.Agents;
using Steward.Daemon.Api.Security;
using Steward.Daemon.Children;
using Steward.Daemon.Configuration;
using Steward.Daemon.Permissions;
using Steward.Daemon.Sandboxing;
using Steward.Daemon.Secrets;
using Steward.Daemon.Sessions;
using Steward.Daemon.Tests.Journal;
using Steward.Daemon.Trust;
using Steward.Daemon.Turns;
using Steward.Daemon.Worktrees;
using Steward.Domain.Agents;
using Steward.Domain.Events;
using Steward.Domain.Processes;
using Steward.Domain.Sessions;
using Steward.Domain.Turns;
using Steward.Keeper;
using Steward.Keeper.Client;
using Steward.Protocol.Files;
using Steward.Runtimes;
using Steward.Runtimes.ClaudeCode;

namespace Steward.Daemon.Tests.Sessions;

/// <summary>Real sessions over a real journal, with a keeper that starts nothing: the test says what became of a process.</summary>
internal sealed class RegistryFixture : IAsyncDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly CancellationTokenSource _stop = new();

    public RegistryFixture(int places = 4, TimeProvider? time = null, ILogger? log = null, Settings? settings = null)
    {
        var warm = settings ?? Settings.Default;
        var home = new StewardHome(_folder.At("home"));
        var agents = new AgentDirectory(
            static () => Settings.Default, RuntimeCatalog.BuiltIn, static () => ClaudeInstallation.Find(new Dictionary<string, string>()));
        var worktrees = new WorkingCopies(home, Environment.GetEnvironmentVariable);
        var sandboxes = new SandboxTools(Environment.GetEnvironmentVariable);
        var trust = new WorkspaceTrust(new TrustStore(home, TimeProvider.System), RuntimeCatalog.BuiltIn, null);
        var launcher = new AgentLauncher(agents, Keeper, Journal.Journal, new AgentBridge(new SessionTokens(home), "/bridge.sock"),
            new AgentHomes(home, TimeProvider.System, "/bin/false"), new AgentMemory(home), home, worktrees, sandboxes, trust, "/bin/false");
        Services = new HostServices
        {
            Journal = Journal.Journal,
            Keeper = Keeper,
            Spawns = new SpawnNotes(home, NullLogger.Instance),
            Calls = new NoCalls(),
            Launcher = launcher,
            Spares = new SparePool(agents, launcher, Keeper, home, TimeProvider.System, NullLogger.Instance),
            Worktrees = worktrees,
            Images = new ImageStore(home),
            Sandboxes = sandboxes,
            Trust = trust,
            Gate = new TurnGate(() => places),
            Warm = new WarmPool(() => warm),
            Settings = static () => Settings.Default,
            Remembered = new RememberedRules(_folder.At("permissions.json"), NullLogger.Instance),
            Redactor = new Redactor(),
            Time = time ?? TimeProvider.System,
            Log = log ?? NullLogger.Instance,
        };
        Registry = new SessionRegistry(Services, _stop.Token);
    }

    public JournalFixture Journal { get; } = new();

    public SilentKeeper Keeper { get; } = new();

    public HostServices Services { get; }

    public SessionRegistry Registry { get; }

    public async Task<SessionHost> CreateAsync()
    {
        var id = SessionId.From(Guid.NewGuid());
        await Registry.CreateAsync(new SessionCreated { SessionId = id, Agent = "demo", Directory = _folder.Path }, null, TestContext.Current.CancellationToken);
        return Registry.Find(id)!;
    }

    /// <summary>Sends a message and waits until its process was asked for.</summary>
    public static async Task<LaunchId> LaunchAsync(SessionHost host, string message = "work")
    {
        await host.AskAsync(new SubmitTurn(TurnId.From(Guid.NewGuid()), message), null, TestContext.Current.CancellationToken);
        // The launch follows the admission, which the session's own loop takes in its next step.
        while (host.Child is null)
            await TickAsync(host);
        return host.Child.Launch;
    }

    public static async Task StartAsync(SessionHost host)
    {
        host.Child!.SetStarted(4711, 1);
        await TickAsync(host);
    }

    /// <summary>When it is answered, the session's loop has done all that the step before had to do.</summary>
    public static Task TickAsync(SessionHost host) => host.AskAsync(new Tick(), null, TestContext.Current.CancellationToken);

    /// <summary>Ends this daemon's sessions as its death would, so that another may take them up.</summary>
    public async Task DieAsync()
    {
        await _stop.CancelAsync();
        foreach (var host in Registry.Hosts)
            await host.Running.ContinueWith(static _ => { }, TaskScheduler.Default);
    }

    /// <summary>A session that is not run: what it is told stands in its mailbox.</summary>
    public SessionHost Still() => new(
        SessionRules.Create(new SessionCreated { SessionId = SessionId.From(Guid.NewGuid()), Agent = "demo", Directory = _folder.Path }, DateTimeOffset.UnixEpoch).State,
        Services, static (_, _) => Task.CompletedTask);

    public async ValueTask DisposeAsync()
    {
        await DieAsync();
        Registry.Dispose();
        await Journal.DisposeAsync();
        _stop.Dispose();
        _folder.Dispose();
    }

    internal sealed class NoCalls : ICallServer
    {
        public void Serve(SessionHost host, LaunchId launch, OpenCall call, RawJson input)
        {
            // The test says what was answered.
        }
    }

    internal sealed class SilentKeeper : IProcessKeeper
    {
        public ConcurrentQueue<LaunchId> Started { get; } = [];

        public ConcurrentQueue<LaunchId> Stopped { get; } = [];

        // The test says when it has started.
        public void Start(StartProcess start) => Started.Enqueue(start.Launch);

        // Nobody reads it.
        public void Write(LaunchId launch, long piece, ReadOnlySpan<byte> bytes, bool last) =>
            ArgumentOutOfRangeException.ThrowIfGreaterThan(bytes.Length, KeeperLink.LongestPiece);

        // The test says when it has ended.
        public void Stop(LaunchId launch, TimeSpan grace) => Stopped.Enqueue(launch);

        public void Committed(LaunchId launch, ProcessStream stream, long offset)
        {
            // There is no spool.
        }

        public void Release(LaunchId launch)
        {
            // Nothing was kept.
        }

        public SpoolReader OpenSpool(LaunchId launch, ProcessStream stream) => throw new NotSupportedException("It wrote nothing.");
    }
}
