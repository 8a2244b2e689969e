using Steward.Domain.Supervision;
using Steward.Keeper.Children;
using Steward.Keeper.Listeners;
using Steward.Keeper.Native;
using Steward.Keeper.Polling;
using Steward.Keeper.Protocol;
using Steward.Keeper.Startup;

namespace Steward.Keeper.Daemons;

/// <summary>Keeps one daemon running: the first, the next at once when a good one dies, later or never when none gets ready.</summary>
internal sealed class DaemonSupervisor(
    KeeperOptions options, ListeningSockets listeners, DaemonLauncher launcher, DaemonOutput output, ChildTable children, ProcessTable processes,
    StatusReport status, InitSystem init, Clock clock, KeeperLog log) : IPolled
{
    private readonly DaemonHistory history = new(options.RestartPolicy, clock);
    private readonly DaemonRequests requests = new(children);
    private readonly ParkedNote note = new(options.StateDirectory);
    private readonly ProcessIdentity self = ProcessIdentity.Own;
    private DaemonProcess? daemon;
    private DaemonFailure? lastFailure;
    private StartReason nextReason = StartReason.First;
    private long startAt = Clock.Never, answerBy = Clock.Never, pingAt = Clock.Never;
    private int incarnation, stopSignals;

    /// <summary>Set when everything is to end, with the exit code of the keeper.</summary>
    public int? EndWith { get; private set; }
    public bool IsHurried => stopSignals > 1;

    public long Deadline => EndWith is not null && daemon is null ? Clock.Never
        : Math.Min(Math.Min(startAt, pingAt), Math.Min(CloseAt, DaemonDeadline));

    private bool IsStopping => stopSignals > 0;
    private long CloseAt => daemon is null && listeners.AreOpen && startAt != Clock.Never ? answerBy : Clock.Never;
    private long DaemonDeadline => daemon is null || daemon.WasSilenced ? Clock.Never
        : Math.Min(daemon.StopBy, Math.Min(daemon.ReadyBy, daemon.SilentAt(options.SilenceLimit)));

    public void Watch(PollSet poll)
    {
        if (daemon is not null) poll.Watch(daemon.Control, daemon.WatchedEvents, this);
    }

    public void OnReady(int tag, short events)
    {
        if (daemon is not null) Receive(daemon, lastWords: false);
    }

    public void Start(StartReason reason)
    {
        startAt = Clock.Never;
        nextReason = reason;
        if (!OpenListeners()) return;
        daemon = launcher.Start(out var problem);
        if (daemon is null)
        {
            AfterFailure(new DaemonFailure("spawn", problem, KeeperFailure.Storage), ExitStatus.Unknown, readyAt: null);
            return;
        }
        incarnation++;
        log.Say($"daemon {incarnation} started (pid {daemon.Pid}, {reason})");
        Greet(daemon, reason);
        pingAt = clock.In(options.PingInterval);
    }

    /// <summary>Tells what is new and sends what the socket takes; called at the end of each turn.</summary>
    public void Report()
    {
        if (daemon is null) return;
        children.Report(daemon.Outbox, DaemonProcess.Room);
        daemon.Flush();
    }

    public void OnTime()
    {
        var now = clock.Now;
        if (now >= pingAt) Tick(now);
        if (now >= CloseAt) CloseDoors();
        if (now >= startAt && daemon is null) Start(nextReason);
        if (daemon is null || now < DaemonDeadline) return;
        if (now >= daemon.ReadyBy) Silence(daemon, new DaemonFailure("not_ready", NotReady, KeeperFailure.Storage));
        else if (now >= daemon.StopBy)
            Silence(daemon, new DaemonFailure("not_stopping", "the daemon did not stop in time", KeeperFailure.Storage));
        else Silence(daemon, new DaemonFailure("silent", "the daemon did not answer any more", KeeperFailure.Storage));
    }

    public void OnStopSignal()
    {
        stopSignals++;
        if (stopSignals == 1) init.Stopping();
        log.Say(IsHurried ? "asked again to stop: hurrying" : "asked to stop");
        if (daemon is null)
        {
            EndAll(0);
            return;
        }
        daemon.Outbox.Begin(RecordType.StopRequested).Add(IsHurried).End();
        daemon.StopBy = Math.Min(daemon.StopBy, clock.In(IsHurried ? options.HurriedStopTimeout : options.StopTimeout));
    }

    /// <summary>The owner says: try again. Only where none runs; a daemon that serves is not touched.</summary>
    public void OnUnpark()
    {
        if (daemon is not null || EndWith is not null) return;
        log.Say("unparked");
        history.Forget();
        if (!OpenListeners()) return;
        note.Remove();
        // Asked for by its owner, so it is a restart: the token of the one that failed is not kept.
        Start(nextReason == StartReason.First ? StartReason.First : StartReason.Restart);
    }

    /// <summary>True when the pid was the daemon's.</summary>
    public bool OnDeath(int pid, ExitStatus end)
    {
        if (daemon is null || pid != daemon.Pid) return false;
        // Its last words may still lie in the socket.
        Receive(daemon, lastWords: true);
        var dead = daemon;
        daemon = null;
        pingAt = Clock.Never;
        dead.Dispose();
        // What it had started by itself has nobody left that would know of it.
        foreach (var orphan in processes.Members(pid, cookie: null)) orphan.Send(Signal.Kill);
        log.Say($"daemon {incarnation} ended with {end}");
        if (IsStopping) EndAll(0);
        else if (dead.WillBeReplaced) Start(StartReason.Restart);
        else if (end.Code == 0) EndAll(0);
        else AfterFailure(Explain(dead, end), end, dead.ReadyAt);
        return true;
    }

    private string NotReady => string.Create(System.Globalization.CultureInfo.InvariantCulture,
        $"the daemon was not ready within {options.ReadyTimeout.TotalSeconds:0.#} s");

    private void Tick(long now)
    {
        pingAt = clock.In(options.PingInterval);
        output.Limit();
        // Until it is ready the limit for that is all it has to keep.
        if (daemon?.ReadyAt is not null) daemon.Ping(now);
    }

    private void Greet(DaemonProcess started, StartReason reason)
    {
        started.Outbox.Begin(RecordType.Hello).Add(Wire.Version).Add(self.Pid).Add(self.StartTicks).Add((int)reason).Add(incarnation)
            .Add(listeners.Port).Add(listeners.SocketPath).Add(listeners.BridgePath).Add(options.StateDirectory).Add((int)options.PingInterval.TotalMilliseconds)
            .Add((int)options.SilenceLimit.TotalMilliseconds).End();
        children.ReportAll(started.Outbox);
        started.Outbox.Begin(RecordType.Listed).End();
        if (IsStopping) started.Outbox.Begin(RecordType.StopRequested).Add(IsHurried).End();
    }

    private void Handle(RecordReader record)
    {
        if (daemon is null || requests.TryCarryOut(record, daemon.Outbox)) return;
        switch (record.Type)
        {
            case RecordType.Ready: OnDaemonReady(daemon); break;
            case RecordType.Failed: daemon.Failure = new DaemonFailure(record.Text(), record.Text(), KeeperFailure.Permanent); break;
            case RecordType.Replace: daemon.WillBeReplaced = true; break;
            default: break; // a pong, whose coming was its meaning, or a word of a newer daemon
        }
    }

    private void OnDaemonReady(DaemonProcess ready)
    {
        if (ready.ReadyAt is not null) return;
        ready.ReadyAt = clock.Now;
        answerBy = Clock.Never;
        lastFailure = null;
        note.Remove();
        log.Say($"daemon {incarnation} is ready on port {listeners.Port}");
        status.Ready(ready.Pid, listeners.Port);
        init.Ready();
    }

    private void Silence(DaemonProcess target, DaemonFailure why)
    {
        log.Say(why.Message + ": killing it");
        target.Failure ??= why;
        // Once is enough: its death is reported by the kernel, and until then no deadline of it counts.
        target.WasSilenced = true;
        target.Kill();
    }

    private void Receive(DaemonProcess from, bool lastWords)
    {
        try
        {
            if (lastWords) from.ReceiveLastWords(Handle);
            else from.Receive(Handle);
        }
        catch (BrokenRecordException broken)
        {
            Silence(from, new DaemonFailure("protocol", broken.Message, KeeperFailure.Storage));
        }
    }

    private DaemonFailure Explain(DaemonProcess dead, ExitStatus end)
    {
        if (dead.Failure is { } spoken) return spoken with { ExitCode = end.Code ?? spoken.ExitCode };
        var said = output.LastLine();
        var message = $"the daemon ended with {end} {(dead.ReadyAt is null ? "before" : "soon after")} it was ready" + (said is null ? "" : $": {said}");
        return new DaemonFailure("crashed", message, end.Code ?? KeeperFailure.Storage);
    }

    private void AfterFailure(DaemonFailure failure, ExitStatus end, long? readyAt)
    {
        nextReason = StartReason.Crash;
        var decision = history.AfterDeath(readyAt, end);
        if (answerBy == Clock.Never) answerBy = clock.In(options.ReadyTimeout);
        if (decision is null) Start(StartReason.Crash);
        else if (status.Pending) EndFirstStart(failure, end.Code);
        else if (decision is RestartDecision.Restart restart) WaitFor(restart.After, failure);
        else Park(failure);
    }

    private void EndFirstStart(DaemonFailure failure, int? exitCode)
    {
        var exit = exitCode == options.RestartPolicy.PermanentExitCode ? KeeperFailure.Permanent : KeeperFailure.Storage;
        status.Failed(failure.Code, exit, failure.Message);
        EndAll(exit);
    }

    private void WaitFor(TimeSpan delay, DaemonFailure failure)
    {
        lastFailure = failure;
        startAt = clock.In(delay);
        log.Say($"{failure.Message}; trying again in {delay.TotalSeconds:0.#} s");
        init.Status($"waiting after a failure: {failure.Message}");
        if (clock.Now >= answerBy) CloseDoors();
    }

    private void Park(DaemonFailure failure)
    {
        lastFailure = failure;
        startAt = Clock.Never;
        log.Say($"parked: {failure.Message}");
        init.Status($"parked: {failure.Message}");
        CloseDoors();
    }

    /// <summary>A client that finds the door closed reads why; one that waited behind an open door would learn nothing.</summary>
    private void CloseDoors()
    {
        answerBy = Clock.Never;
        if (lastFailure is not null) note.Write(lastFailure, clock.Wall);
        listeners.Close();
    }

    private bool OpenListeners()
    {
        try
        {
            listeners.Open();
            return true;
        }
        catch (KeeperFailure failure)
        {
            Park(new DaemonFailure(failure.Code, failure.Message, failure.ExitCode));
            return false;
        }
    }

    private void EndAll(int exitCode)
    {
        startAt = Clock.Never;
        EndWith = exitCode;
        listeners.Close();
        note.Remove();
    }
}
