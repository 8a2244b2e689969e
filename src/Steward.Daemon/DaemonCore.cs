using Microsoft.Extensions.Logging;
using Steward.Daemon.Accounts;
using Steward.Daemon.Agents;
using Steward.Daemon.Api.Security;
using Steward.Daemon.Children;
using Steward.Daemon.Configuration;
using Steward.Daemon.Events;
using Steward.Daemon.Journal;
using Steward.Daemon.Lifecycle;
using Steward.Daemon.Logs;
using Steward.Daemon.Messages;
using Steward.Daemon.Permissions;
using Steward.Daemon.Sandboxing;
using Steward.Daemon.Secrets;
using Steward.Daemon.Sessions;
using Steward.Daemon.Trust;
using Steward.Daemon.Turns;
using Steward.Daemon.Worktrees;
using Steward.Keeper.Client;
using Steward.Protocol.Files;
using Steward.Runtimes;
using Steward.Runtimes.ClaudeCode;

namespace Steward.Daemon;

/// <summary>What lives as long as the daemon and knows nothing of HTTP: the journal, the sessions, the line to the keeper.</summary>
internal sealed class DaemonCore : IAsyncDisposable
{
    private static readonly TimeSpan LastWords = TimeSpan.FromSeconds(1);

    public required StewardHome Home { get; init; }

    public required Func<Settings> Settings { get; init; }

    public required KeeperLink Link { get; init; }

    public required DaemonIdentity Identity { get; init; }

    public required DaemonStatus Status { get; init; }

    public required StateFile StateFile { get; init; }

    public required DaemonLoggerProvider Logs { get; init; }

    public required ILogger Log { get; init; }

    public required EventHub Hub { get; init; }

    public required IJournal Journal { get; init; }

    public required AgentDirectory Agents { get; init; }

    public required AgentHomes Homes { get; init; }

    public required AgentRegister Register { get; init; }

    public required HostServices Services { get; init; }

    public required SessionRegistry Sessions { get; init; }

    public required SessionCreation Creation { get; init; }

    public required SessionChoiceDesk Choices { get; init; }

    public required SessionViews Views { get; init; }

    public required TurnCommands Turns { get; init; }

    public required MessageBox Messages { get; init; }

    public required SessionTokens SessionTokens { get; init; }

    public required AgentToolbox Toolbox { get; init; }

    public required DaemonLife Life { get; init; }

    public required TimeProvider Time { get; init; }

    public required Notices Notices { get; init; }

    public required AccountDesk Accounts { get; init; }

    public required AccountWatch AccountWatch { get; init; }

    public static DaemonCore Open(StewardHome home, Settings settings, KeeperLink link, CancellationToken over)
    {
        var time = TimeProvider.System;
        var stateFile = new StateFile(home, time);
        var identity = DaemonIdentity.TakeUp(stateFile.ReadPrevious(), link.Hello);
        var status = new DaemonStatus(identity.DaemonId, link.Hello, settings.Host, time);
        var live = new LiveSettings(settings);
        Func<Settings> current = () => live.Now;
        var tokens = new TokenStore(home);
        var book = new AccountBook(tokens, current, static () => ChildEnvironment.AllOf(Environment.GetEnvironmentVariables()));
        // Looked at anew each time: who logs in, or installs it, need not start anything again.
        Func<ClaudeInstallation> claude = () => ClaudeInstallation.Find(book.Surroundings(), ClaudeFiles.Look);
        var redactor = RedactorOf(settings, identity, claude());
        var logs = new DaemonLoggerProvider(home, identity.DaemonId, redactor, time);
        var log = logs.CreateLogger("Steward.Daemon");
        var hub = new EventHub(status, current);
        var journal = OpenJournal(home, settings, hub, logs, log, time);
        var agents = new AgentDirectory(current, RuntimeCatalog.BuiltIn, claude);
        var keeper = new KeeperPort(link);
        var notices = new Notices();
        var remembered = new RememberedRules(home.RememberedRulesFile, log);
        notices.Keep("remembered rules", remembered.Trouble);
        var worktrees = new WorkingCopies(home, Environment.GetEnvironmentVariable);
        var sandboxes = new SandboxTools(Environment.GetEnvironmentVariable);
        var trust = new WorkspaceTrust(new TrustStore(home, time), RuntimeCatalog.BuiltIn, Environment.GetEnvironmentVariable("HOME"));
        var sessionTokens = new SessionTokens(home);
        var program = Environment.ProcessPath ?? "steward";
        var (homes, memory) = (new AgentHomes(home, time, program), new AgentMemory(home));
        AgentToolbox? toolbox = null;
        SessionRegistry? sessions = null;
        var launcher = new AgentLauncher(agents, keeper, journal, new AgentBridge(sessionTokens, link.Hello.BridgeSocket), homes, memory, home, worktrees, sandboxes, trust, program)
        {
            Accounts = new AccountGate(book, current, notices, time, log),
        };
        var services = new HostServices
        {
            Spawns = new SpawnNotes(home, log),
            Calls = new CallServer(() => toolbox!, redactor, log, over),
            Journal = journal,
            Keeper = keeper,
            Launcher = launcher,
            Worktrees = worktrees,
            Images = new ImageStore(home),
            Sandboxes = sandboxes,
            Trust = trust,
            Gate = new TurnGate(() => current().WorkerPoolSize),
            Warm = new WarmPool(current),
            Spares = new SparePool(agents, launcher, keeper, home, time, log)
            {
                IsOver = id => sessions?.Find(id) is { State.End: not null },
                IsStopping = () => status.IsStopping,
            },
            Settings = current,
            Remembered = remembered,
            Redactor = redactor,
            Time = time,
            Log = log,
        };
        sessions = new SessionRegistry(services, over);
        var watch = new AccountWatch(book, redactor, notices, time, log) { SeeLogins = sessions.SeeLogins };
        var turns = new TurnCommands(sessions, services.Journal, agents, services.Images, current, () => status.IsStopping);
        var views = new SessionViews(agents);
        var choices = new SessionChoiceDesk(agents, journal, time);
        var creation = new SessionCreation(sessions, agents, choices, views, current, home, services);
        var messages = new MessageBox(journal);
        toolbox = new AgentToolbox(agents, sessions, messages,
            new AgentQuestions(agents, sessions, creation, turns, new TurnEnding(journal, hub, time)), memory);
        return new DaemonCore
        {
            Creation = creation,
            Choices = choices,
            Views = views,
            Turns = turns,
            Messages = messages,
            SessionTokens = sessionTokens,
            Toolbox = toolbox,
            Home = home,
            Settings = current,
            Link = link,
            Identity = identity,
            Status = status,
            StateFile = stateFile,
            Logs = logs,
            Log = log,
            Hub = hub,
            Journal = journal,
            Agents = agents,
            Homes = homes,
            Register = new AgentRegister(
                new ConfigEdit(home, Environment.GetEnvironmentVariable), live, agents, homes, new AgentArchive(home, time), new AgentEviction(sessions, home), redactor.LearnFrom),
            Notices = notices,
            Accounts = new AccountDesk(book, tokens, time) { Learn = secret => redactor.Learn(secret), TokenChanged = watch.SeeToken },
            AccountWatch = watch,
            Services = services,
            Sessions = sessions,
            Life = new DaemonLife(status, services.Gate, time),
            Time = time,
        };
    }

    public async ValueTask DisposeAsync()
    {
        Life.Dispose();
        Sessions.Dispose();
        await Journal.DisposeAsync();
        Logs.Dispose();
    }

    private static Redactor RedactorOf(Settings settings, DaemonIdentity identity, ClaudeInstallation claude)
    {
        var redactor = new Redactor();
        redactor.Learn(identity.Token);
        redactor.LearnFrom(settings);
        redactor.LearnFrom(claude.AccountEnvironment);
        return redactor;
    }

    private static SqliteJournal OpenJournal(
        StewardHome home, Settings settings, EventHub hub, DaemonLoggerProvider logs, ILogger log, TimeProvider time) =>
        SqliteJournal.Open(new JournalOptions
        {
            Folder = home.DaemonDirectory,
            Published = hub.Committed,
            FreeSpaceFloor = settings.FreeSpaceFloorBytes,
            OnFatal = failure =>
            {
                // What the disk holds is unknown now. The next daemon reads it; this one must not say another word.
                log.StorageFailed(failure);
                logs.Flush(LastWords);
                Environment.Exit(DaemonProcess.StorageFailure);
            },
            OnDamage = damage => log.DamageFound(damage),
            Time = time,
        });
}
