using System.Collections.Immutable;
using System.Threading.Channels;
using Steward.Daemon.Children;
using Steward.Daemon.Configuration;
using Steward.Daemon.Events;
using Steward.Daemon.Journal;
using Steward.Daemon.Logs;
using Steward.Daemon.Permissions;
using Steward.Daemon.Sessions.Stored;
using Steward.Daemon.Worktrees;
using Steward.Domain.Agents;
using Steward.Domain.Events;
using Steward.Domain.Permissions;
using Steward.Domain.Processes;
using Steward.Domain.Sessions;

namespace Steward.Daemon.Sessions;

/// <summary>
/// One live session: a mailbox, the committed state, and its process. Its loop takes inputs, lets the rules decide, commits, and only then
/// answers and acts. What its process said and did is kept as facts and looked at again, so nothing is lost with a commit that fails.
/// </summary>
internal sealed class SessionHost
{
    private const int MailboxSize = 1024;
    private const int InputsPerStep = 64;
    // A timer takes no more than 49 days; after a jump of the clock it looks again.
    private const double LongestWaitMs = 3_600_000;

    private static readonly TimeSpan RetryAfterFullDisk = TimeSpan.FromSeconds(1);

    private readonly record struct Letter(SessionInput Input, IdempotencyClaim? Claim, TaskCompletionSource<HostAnswer> Waiter);

    private readonly HostServices _services;
    private readonly HostEffects _effects;
    private readonly Func<SessionHost, CancellationToken, Task> _forget;
    private readonly Channel<Letter> _letters = Channel.CreateBounded<Letter>(MailboxSize);
    private readonly Channel<byte> _wake = Channel.CreateBounded<byte>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });
    private readonly TaskCompletionSource _forgotten = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly WordBuffer _words;
    private readonly PermissionRule _guard;
    private readonly ITimer _timer;
    private volatile TaskCompletionSource _step = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private volatile bool _admitted;
    private volatile ChildReader? _child;

    /// <param name="forget">Called once when the session was deleted and its process is gone; the host ends with it.</param>
    public SessionHost(SessionState state, HostServices services, Func<SessionHost, CancellationToken, Task> forget)
    {
        State = state;
        _services = services;
        _forget = forget;
        _words = new WordBuffer(services.Time);
        _guard = services.Launcher.GuardOf(state.Agent);
        _effects = new HostEffects(this, services);
        Worktree = new WorktreeCare(services.Worktrees, services.Log);
        _timer = services.Time.CreateTimer(static host => ((SessionHost)host!).Wake(), this, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    public SessionId Id => State.Id;

    /// <summary>The committed state; it never shows what is not on disk.</summary>
    public SessionState State { get; private set; }

    public ChildReader? Child => _child;

    /// <summary>Completes with the next step. Taken before a look at the state, it misses none.</summary>
    public Task NextStep => _step.Task;

    public WorktreeCare Worktree { get; }

    public Task Running { get; private set; } = Task.CompletedTask;

    /// <summary>Completes when the session was deleted, its process is gone, and nothing of it is left.</summary>
    public Task Forgotten => _forgotten.Task;

    public void Begin(CancellationToken stop)
    {
        Running = Task.Run(() => RunAsync(stop), CancellationToken.None);
        Wake();
    }

    /// <summary>Answers once what was decided is on disk.</summary>
    public async Task<HostAnswer> AskAsync(SessionInput input, IdempotencyClaim? claim, CancellationToken cancellationToken)
    {
        var waiter = new TaskCompletionSource<HostAnswer>(TaskCreationOptions.RunContinuationsAsynchronously);
        try
        {
            await _letters.Writer.WriteAsync(new Letter(input, claim, waiter), cancellationToken);
        }
        catch (ChannelClosedException)
        {
            throw new SessionGoneException(Id.Value);
        }
        Wake();
        return await waiter.Task.WaitAsync(cancellationToken);
    }

    public void Admit()
    {
        _admitted = true;
        Wake();
    }

    /// <summary>Gives the session its process: a new one, or one that an earlier daemon started.</summary>
    public void Attach(ChildReader child) => _child = child;

    /// <summary>Offers the process everything from that piece on; the keeper drops what it has had. Called by the session's own loop, or before it begins.</summary>
    public void OfferAgain(long piece)
    {
        foreach (var kept in State.Outbox.Where(kept => kept.Number >= piece))
            _effects.Write(kept);
    }

    /// <summary>The process was asked for, but perhaps the request never reached the keeper. Asking again starts nothing twice.</summary>
    public void LaunchAgain(LaunchId launch) => _effects.Launch(launch);

    /// <summary>Calls of the agent that the last daemon did not come to answer.</summary>
    public void ServeAgain()
    {
        foreach (var call in State.Calls)
            _effects.Serve(call);
    }

    /// <summary>One wake-up is enough for any number of reasons.</summary>
    public void Wake() => _wake.Writer.TryWrite(0);

    private async Task RunAsync(CancellationToken stop)
    {
        while (true)
        {
            await _wake.Reader.ReadAsync(stop);
            try
            {
                while (await StepAsync(stop))
                    continue;
                await Worktree.SeeToAsync(State, stop);
                if (State is { End: SessionEnd.Deleted, Process: null })
                {
                    await _forget(this, stop);
                    Close();
                    return;
                }
                SetTimer();
            }
            catch (Exception failure) when (failure is not (OperationCanceledException or StorageFailedException))
            {
                // A fault of one session must not end the others; its facts stand, so the step is taken again.
                _services.Log.SessionFailed(failure, Id.Value);
                Rewind();
            }
        }
    }

    private void Close()
    {
        _timer.Dispose();
        _forgotten.TrySetResult();
        _letters.Writer.TryComplete();
        while (_letters.Reader.TryRead(out var letter))
            letter.Waiter.TrySetException(new SessionGoneException(Id.Value));
    }

    /// <summary>One step; answers whether there is more to do at once.</summary>
    private async Task<bool> StepAsync(CancellationToken stop)
    {
        if (_child?.TakeOffer() is { } piece)
            OfferAgain(piece);
        var step = new HostStep(State);
        var now = Now();
        var more = Decide(step, now);
        if (step.IsEmpty)
        {
            Settle(step);
            return more;
        }
        return await CommitAsync(step, now, stop) && (more || step.Effects.Count > 0);
    }

    private bool Decide(HostStep step, DateTimeOffset now)
    {
        try
        {
            TakeFacts(step, now);
            var letters = TakeLetters(step, now);
            var words = TakeWords(step, now);
            if (SessionRules.NextDeadline(step.State) <= now)
                step.Take(new Tick(), now);
            return letters || words;
        }
        catch (Exception failure)
        {
            // Facts are looked at again; a letter is not, so whoever sent it must hear that it came to nothing.
            step.Fail(failure);
            throw;
        }
    }

    private void TakeFacts(HostStep step, DateTimeOffset now)
    {
        if (_admitted)
        {
            step.Take(new TurnAdmitted { Spare = step.State.Process is null ? _services.Spares.Claim(step.State) : null }, now);
            _admitted = false;
        }
        if (_child is { } child)
            ChildFacts.Take(step, child, now);
    }

    private bool TakeLetters(HostStep step, DateTimeOffset now)
    {
        var taken = 0;
        for (; taken < InputsPerStep && _letters.Reader.TryRead(out var letter); taken++)
        {
            try
            {
                step.AnswerLater(letter.Waiter, Take(step, letter, now));
            }
            catch (Exception failure)
            {
                letter.Waiter.TrySetException(failure);
                throw;
            }
        }
        return taken == InputsPerStep;
    }

    private HostAnswer Take(HostStep step, Letter letter, DateTimeOffset now)
    {
        if (letter.Claim is not { } claim)
            return new HostAnswer(step.Take(letter.Input, now), null);
        var before = step.Keys.Find(kept => kept.Scope == claim.Scope && kept.Key == claim.Key)
            ?? _services.Journal.FindKey(claim.Scope, claim.Key)?.Record;
        if (before is not null)
            return new HostAnswer(null, before);
        var decision = step.Take(letter.Input, now);
        if (decision.Refusal is null)
            step.Keys.Add(claim.Record(decision));
        return new HostAnswer(decision, null);
    }

    /// <summary>Reads what the process said, and tells it when its moment has come; answers whether more lies there to be read.</summary>
    private bool TakeWords(HostStep step, DateTimeOffset now)
    {
        if (_child is not { } child)
            return false;
        child.ReadSome(_words.Intake);
        var due = _words.Collect();
        if (child.HasMore)
        {
            if (due)
                Tell(step, child, now);
            return true;
        }
        if (child.Over)
            TellTheEnd(step, child, now);
        else if (due)
            Tell(step, child, now);
        else if (_words.IsEmpty)
            step.Mark ??= MarkOfSilence(child);
        return false;
    }

    private void Tell(HostStep step, ChildReader child, DateTimeOffset now)
    {
        step.Take(new ChildSaid(child.Launch, Release(), OwnersRules()), now);
        step.Mark = child.Mark(removed: false);
    }

    private void TellTheEnd(HostStep step, ChildReader child, DateTimeOffset now)
    {
        var exit = child.Exit ?? ProcessExit.Unknown;
        var last = new List<AgentReport>();
        if (!child.Lost)
            child.Interpreter.ReadEnd(exit, last);
        var reports = Release().AddRange(last.Select(Prepare));
        SessionInput input = child.Lost
            ? new ChildLost(child.Launch, _services.Launcher.CanResume(State.Agent), reports, OwnersRules())
            : new ChildExited(child.Launch, exit, reports, OwnersRules()) { LastWords = Redact(child.LastWords()) };
        step.Take(input, now);
        step.Mark = child.Mark(removed: true);
    }

    /// <summary>What was read and said nothing (a garbage line, a megabyte without a newline) is let go of too, now and then.</summary>
    private static ProcessMark? MarkOfSilence(ChildReader child) => child.HasUnsettledSilence ? child.Mark(removed: false) : null;

    private async Task<bool> CommitAsync(HostStep step, DateTimeOffset now, CancellationToken stop)
    {
        try
        {
            await _services.Journal.AppendAsync(step.Batch(now), stop);
        }
        catch (StorageFullException failure)
        {
            Undo(step, failure);
            return false;
        }
        catch (JournalRefusalException failure)
        {
            // The session was deleted meanwhile, or the same key was stored first: whoever asked is told, and looks again.
            Undo(step, failure);
            return false;
        }
        catch (IOException failure)
        {
            step.Fail(failure);
            throw;
        }
        Settle(step);
        return true;
    }

    private void Settle(HostStep step)
    {
        State = step.State;
        SessionLog.Tell(_services.Log, State, step.Events);
        if (step.Mark is { } mark && _child is { } child && child.Launch.Value == mark.Launch)
        {
            child.Settle(mark);
            if (mark.Removed)
                Detach(child);
        }
        foreach (var resolved in step.Events.OfType<PermissionResolved>())
            if (resolved is { Remembered: { } rule, RememberedFor: RememberScope.Agent })
                _services.Remembered.Add(new RememberedRule(State.Agent, rule));
        _services.Gate.Tell(this, State.Turn is not null);
        _services.Warm.Tell(this);
        step.Answer();
        Interlocked.Exchange(ref _step, new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously)).TrySetResult();
        foreach (var effect in step.Effects)
            _effects.Do(effect);
    }

    private void Undo(HostStep step, Exception failure)
    {
        step.Fail(failure);
        Rewind();
    }

    private void Rewind()
    {
        _words.Clear();
        _child?.Rewind();
        _services.Gate.Tell(this, State.Turn is not null);
        if (State is { Turn: null, ParkedBecause: null, End: null, Waiting.Count: > 0 })
            _services.Gate.Ask(this);
        _timer.Change(RetryAfterFullDisk, Timeout.InfiniteTimeSpan);
    }

    private void Detach(ChildReader child)
    {
        _child = null;
        _effects.NoteEnd(child);
        child.Dispose();
        _services.Keeper.Release(child.Launch);
    }

    private void SetTimer()
    {
        var due = SessionRules.NextDeadline(State) - Now();
        if (!_words.IsEmpty && (due is null || _words.Remaining() < due))
            due = _words.Remaining();
        if (due is { } wait)
            _timer.Change(TimeSpan.FromMilliseconds(Math.Clamp(wait.TotalMilliseconds, 1, LongestWaitMs)), Timeout.InfiniteTimeSpan);
    }

    private ImmutableList<AgentReport> Release() => [.. _words.Release().Select(Prepare)];

    /// <summary>What an agent reports, as it goes into the journal.</summary>
    private AgentReport Prepare(AgentReport report) => ReportRedaction.Of(report, _services.Redactor) switch
    {
        AgentAsked asked => CommandProgram.Located(asked, State, Settings()?.Environment),
        var other => other,
    };

    [return: System.Diagnostics.CodeAnalysis.NotNullIfNotNull(nameof(text))]
    private string? Redact(string? text) => text is null ? null : _services.Redactor.Redact(text);

    private AgentSettings? Settings() => _services.Settings().Agents.GetValueOrDefault(State.Agent);

    private ImmutableList<PermissionRule> OwnersRules() =>
        [.. Settings()?.Rules ?? [], .. _services.Remembered.Of(State.Agent), _guard];

    // Milliseconds are what the journal keeps: with finer times a replayed state would differ from the live one.
    private DateTimeOffset Now() => DateTimeOffset.FromUnixTimeMilliseconds(_services.Time.GetUtcNow().ToUnixTimeMilliseconds());
}
