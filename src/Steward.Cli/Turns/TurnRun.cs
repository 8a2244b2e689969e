using System.Text;
using System.Text.Json;
using Steward.Cli.Events;
using Steward.Cli.Permissions;
using Steward.Cli.Terminals;
using Steward.Protocol;
using Steward.Protocol.Client;
using Steward.Protocol.Errors;
using Steward.Protocol.Events;
using Steward.Protocol.Sessions;
using Steward.Protocol.Turns;

namespace Steward.Cli.Turns;

internal sealed record TurnRunOptions(bool AllowAll, bool Headless, bool JsonStream, TimeSpan? Timeout)
{
    public IReadOnlyList<ImageRequest>? Images { get; init; }
}

/// <summary>One turn of a session, from the message to its one stop event, with the owner at the terminal.</summary>
internal sealed class TurnRun : IDisposable
{
    private readonly CommandContext context;
    private readonly StewardClient client;
    private readonly SessionView session;
    private readonly TurnRunOptions options;
    private readonly Screen screen;
    private readonly TurnPrinter printer;
    private readonly PermissionDesk desk;
    private readonly TypedLines typed;
    private readonly bool canAsk;
    private readonly StringBuilder text = new();
    private readonly CancellationTokenSource left = new();
    private SubmitTurnAnswer? submitted;
    private bool timedOut;
    private int answering;

    public TurnRun(CommandContext context, StewardClient client, SessionView session, TurnRunOptions options, TypedLines? sharedLines = null)
    {
        (this.context, this.client, this.session, this.options) = (context, client, session, options);
        screen = new Screen(context.Terminal, context.Time);
        printer = new TurnPrinter(screen);
        desk = new PermissionDesk(screen, client, session.Id, context.Time);
        typed = sharedLines ?? TypedLines.OfTerminal(context.Terminal);
        canAsk = !options.Headless && TypedLines.CanAsk(context.Terminal);
    }

    public bool IsSubmitted => submitted is not null;

    private bool Quiet => context.Json || options.JsonStream;

    public async Task<TurnOutcome> RunAsync(string prompt, CancellationToken stop)
    {
        using var linked = CancellationTokenSource.CreateLinkedTokenSource(stop, left.Token);
        using var interruptions = new Interruptions(() => Cancel("cancelled with Ctrl-C"), left.Cancel);
        using var timer = options.Timeout is { } limit
            ? context.Time.CreateTimer(_ => TimeOut(), null, limit, Timeout.InfiniteTimeSpan)
            : null;
        try
        {
            submitted = await client.SubmitAsync(session.Id, Message(prompt), linked.Token);
            if (interruptions.Any) Cancel("cancelled with Ctrl-C");
            if (!Quiet) screen.Doing(submitted.Queued ? "waiting for the turns before it" : "working");
            var outcome = await FollowAsync(submitted, linked.Token);
            return interruptions.Any && outcome.Status == "cancelled" ? outcome with { ExitCode = ExitCode.Interrupted } : outcome;
        }
        catch (OperationCanceledException) when (left.IsCancellationRequested)
        {
            printer.Finish();
            if (submitted is not null) screen.Note($"left; come back with: steward attach {session.ShortId}");
            return Outcome("left", ExitCode.Interrupted);
        }
        catch (DaemonException trouble) when (submitted is not null)
        {
            printer.Finish();
            if (trouble is not NotRunningException) screen.Note($"the agent may work on; come back with: steward attach {session.ShortId}");
            throw;
        }
        finally
        {
            // Lines that are typed after the turn are not for it.
            await linked.CancelAsync();
        }
    }

    public void Dispose()
    {
        screen.Dispose();
        left.Dispose();
    }

    private SubmitTurnRequest Message(string prompt) => new() { Content = prompt, ClientId = "cli", RequestId = Guid.NewGuid().ToString("N"), Images = options.Images };

    private async Task<TurnOutcome> FollowAsync(SubmitTurnAnswer turn, CancellationToken stop)
    {
        var feed = new SessionFeed(context, client, line => screen.Note(context.Terminal.ErrorStyle.Dim(line)));
        await foreach (var happened in feed.FollowAsync(session.Id, turn.Seq, stop))
        {
            if (options.JsonStream) context.Terminal.Out.WriteLine(JsonSerializer.Serialize(happened, WireJson.Default.EventEnvelope));
            if (happened.Event is EventKinds.SessionEnded) return Outcome("cancelled", ExitCode.Failure, SessionOver);
            if (happened.Text("turnId") is { } id && id != turn.TurnId) continue;
            if (!Quiet) printer.Print(happened);
            if (happened.Event is EventKinds.TurnMessage) text.Append(happened.Text("text"));
            Permissions(happened, stop);
            if (EventKinds.EndsTurn(happened.Event)) return Ended(happened);
        }
        throw new NoAnswerException("The stream of events ended before the turn did.");
    }

    private TurnOutcome Ended(EventEnvelope happened) => happened.Event switch
    {
        EventKinds.TurnDone => Outcome("done", ExitCode.Ok) with { Stats = happened.Read(WireJson.Default.TurnDonePayload).Stats },
        EventKinds.TurnError => Outcome("error", ExitCode.Failure, ErrorOf(happened.Read(WireJson.Default.TurnErrorPayload))),
        _ when timedOut => Outcome("timeout", ExitCode.TimedOut),
        _ => Outcome("cancelled", ExitCode.Failure),
    };

    private void Permissions(EventEnvelope happened, CancellationToken stop)
    {
        if (happened.Event is EventKinds.PermissionRequest) Asked(PermissionQuestion.Of(happened.Read(WireJson.Default.PermissionRequestPayload)), stop);
        if (happened.Event is not EventKinds.PermissionResolved) return;
        var resolved = happened.Read(WireJson.Default.PermissionResolvedPayload);
        desk.Remove(resolved.RequestId, $"{SafeText.Line(resolved.Decision)} by {SafeText.Line(resolved.DecidedBy)}");
    }

    private void Asked(PermissionQuestion question, CancellationToken stop)
    {
        // What a server asks of its user is not a tool's permission: nobody has opened an address by saying yes to everything.
        if (options.AllowAll && (question.IsPermission || question.IsPlan))
        {
            _ = InBackgroundAsync(() => desk.ResolveAsync(question, PermissionReply.Allow, stop));
        }
        else if (canAsk && !Quiet)
        {
            // What was typed before the question was asked is no answer to it.
            if (context.Terminal.InputIsTerminal) _ = Libc.tcflush(0, Libc.InputQueue);
            while (!desk.IsAsking && typed.Reader.TryRead(out _)) continue;
            desk.Add(question);
            StartAnswering(stop);
        }
        else if (!options.Headless)
        {
            screen.Note(question.Waiting);
        }
    }

    private void StartAnswering(CancellationToken stop)
    {
        if (Interlocked.Exchange(ref answering, 1) == 0) _ = InBackgroundAsync(() => AnswerAsync(stop));
    }

    /// <summary>Takes lines only while something is asked: any other is for whoever reads after this turn.</summary>
    private async Task AnswerAsync(CancellationToken stop)
    {
        while (await typed.Reader.WaitToReadAsync(stop))
        {
            if (desk.IsAsking)
            {
                if (typed.Reader.TryRead(out var line) && !await desk.TryAnswerAsync(line, stop)) desk.RepeatPrompt();
                continue;
            }
            Volatile.Write(ref answering, 0);
            if (desk.IsAsking) StartAnswering(stop);
            return;
        }
    }

    /// <summary>Its trouble is shown and not thrown: the turn goes on, and its deadline decides.</summary>
    private async Task InBackgroundAsync(Func<Task> work)
    {
        try
        {
            await work();
        }
        catch (DaemonException trouble)
        {
            screen.Note(SafeText.Line(trouble.Message));
        }
        catch (OperationCanceledException)
        {
            // The turn is over.
        }
    }

    private void TimeOut()
    {
        timedOut = true;
        Cancel("timeout");
    }

    private void Cancel(string reason)
    {
        if (submitted is not { } turn)
        {
            if (timedOut) left.Cancel();
            return;
        }
        if (!Quiet) screen.Note(context.Terminal.ErrorStyle.Dim($"{(timedOut ? "the time is up: " : "")}cancelling… (Ctrl-C {(timedOut ? "twice" : "again")} leaves: steward attach {session.ShortId})"));
        _ = InBackgroundAsync(async () => await client.CancelAsync(session.Id, new CancelRequest(turn.TurnId, reason), left.Token));
    }

    private static readonly ErrorBody SessionOver = new("session_ended", "session", "The session was ended.", Retryable: false);

    private static ErrorBody ErrorOf(TurnErrorPayload error) => new(error.Code, error.Kind, error.Message, error.Retryable, error.Fix);

    private TurnOutcome Outcome(string status, ExitCode exitCode, ErrorBody? error = null) => new()
    {
        SessionId = session.Id,
        ShortId = session.ShortId,
        TurnId = submitted?.TurnId ?? "",
        Status = timedOut ? "timeout" : status,
        Text = text.ToString(),
        Error = error,
        ExitCode = timedOut ? ExitCode.TimedOut : exitCode,
    };
}
