using System.Globalization;
using System.Text.Json;
using Steward.Cli.Events;
using Steward.Cli.Permissions;
using Steward.Cli.Terminals;
using Steward.Protocol;
using Steward.Protocol.Client;
using Steward.Protocol.Events;
using Steward.Protocol.Sessions;
using Steward.Protocol.Turns;

namespace Steward.Cli.Turns;

/// <summary>Somebody watches a session, with its history first, and writes into it. Leaving ends the watching alone.</summary>
internal sealed class Attachment : IDisposable
{
    private readonly CommandContext context;
    private readonly StewardClient client;
    private readonly SessionView session;
    private readonly Screen screen;
    private readonly TurnPrinter printer;
    private readonly PermissionDesk desk;
    private readonly TypedLines typed = TypedLines.OfStandardInput();
    private readonly CancellationTokenSource left = new();
    // Several may be attached: what this one sent stands on its screen already.
    private readonly string clientId = $"attach-{Guid.NewGuid():N}";
    private readonly Dictionary<string, PermissionQuestion> open = [];
    private string? activeTurn;
    private bool live;

    public Attachment(CommandContext context, StewardClient client, SessionView session)
    {
        (this.context, this.client, this.session) = (context, client, session);
        screen = new Screen(context.Terminal, context.Time);
        printer = new TurnPrinter(screen);
        desk = new PermissionDesk(screen, client, session.Id, context.Time);
    }

    private Style Style => context.Terminal.ErrorStyle;

    public async Task<ExitCode> RunAsync(CancellationToken stop)
    {
        using var linked = CancellationTokenSource.CreateLinkedTokenSource(stop, left.Token);
        Interruptions? interruptions = null;
        interruptions = new Interruptions(() => CancelOrLeave(interruptions), left.Cancel);
        using var held = interruptions;
        Greet();
        var typing = TypeAsync(linked.Token);
        try
        {
            await WatchAsync(linked.Token);
        }
        catch (OperationCanceledException) when (left.IsCancellationRequested)
        {
            printer.Finish();
            screen.Note(Style.Dim($"left {session.ShortId}; it goes on. Come back with: steward attach {session.ShortId}"));
        }
        await left.CancelAsync();
        await typing;
        return ExitCode.Ok;
    }

    public void Dispose()
    {
        screen.Dispose();
        left.Dispose();
    }

    private void Greet()
    {
        if (context.Json) return;
        var name = session.Name is { } named ? $" {SafeText.Line(named)}" : "";
        screen.Note(Style.Dim($"attached to {session.ShortId}{name} ({SafeText.Line(session.Agent)}, {session.Status}); Ctrl-D leaves, Ctrl-C cancels the running turn"));
    }

    private async Task WatchAsync(CancellationToken stop)
    {
        var feed = new SessionFeed(context, client, line => screen.Note(Style.Dim(line)));
        live = session.Seq == 0;
        await foreach (var happened in feed.FollowAsync(session.Id, 0, stop))
        {
            if (context.Json) context.Terminal.Out.WriteLine(JsonSerializer.Serialize(happened, WireJson.Default.EventEnvelope));
            else Show(happened);
            if (happened.Event is EventKinds.SessionEnded) break;
            if (!live && happened.Seq >= session.Seq) CatchUp();
        }
        if (!context.Json) screen.Note(Style.Dim("the session is over"));
    }

    private void Show(EventEnvelope happened)
    {
        Track(happened);
        // The history says how each question ended; only those that are still open are asked.
        if (!live && happened.Event is EventKinds.TurnDone or EventKinds.TurnThinking) return;
        if (happened.Event is EventKinds.TurnQueued or EventKinds.TurnSteered) ShowMessage(happened);
        else printer.Print(happened);
    }

    private void Track(EventEnvelope happened)
    {
        if (happened.Event is EventKinds.TurnStart) activeTurn = happened.Text("turnId");
        if (EventKinds.EndsTurn(happened.Event)) activeTurn = null;
        if (happened.Event is EventKinds.PermissionRequest) Asked(PermissionQuestion.Of(happened.Read(WireJson.Default.PermissionRequestPayload)));
        if (happened.Event is EventKinds.PermissionResolved) Resolved(happened.Read(WireJson.Default.PermissionResolvedPayload));
    }

    private void Asked(PermissionQuestion question)
    {
        open[question.RequestId] = question;
        if (live) desk.Add(question);
    }

    private void Resolved(PermissionResolvedPayload resolved)
    {
        open.Remove(resolved.RequestId);
        desk.Remove(resolved.RequestId, $"{SafeText.Line(resolved.Decision)} by {SafeText.Line(resolved.DecidedBy)}");
    }

    private void CatchUp()
    {
        live = true;
        foreach (var question in open.Values) desk.Add(question);
    }

    private void ShowMessage(EventEnvelope happened)
    {
        if (happened.Text("clientId") == clientId) return;
        screen.EndLine();
        screen.Words(SafeText.Words($"> {happened.Text("content")}\n"), context.Terminal.OutStyle.Bold);
    }

    private async Task TypeAsync(CancellationToken stop)
    {
        try
        {
            await foreach (var line in typed.Reader.ReadAllAsync(stop))
                if (line.Trim().Length > 0) await SendAsync(line, stop);
            // A pipe that ends has said all that it had to say; only at a terminal is the end a wish to leave.
            if (context.Terminal.InputIsTerminal) await left.CancelAsync();
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            // The watching has ended, and with it the typing.
        }
    }

    private async Task SendAsync(string line, CancellationToken stop)
    {
        try
        {
            if (await desk.TryAnswerAsync(line, stop)) return;
            if (SteerLine.Of(line) is { } words)
            {
                await client.SteerAsync(session.Id, SteerLine.Request(words, clientId), stop);
                return;
            }
            var sent = await client.SubmitAsync(
                session.Id, new SubmitTurnRequest { Content = line, ClientId = clientId, RequestId = Guid.NewGuid().ToString("N") }, stop);
            if (sent.Queued) screen.Note(Style.Dim("queued behind what runs"));
        }
        catch (DaemonException refused)
        {
            screen.Note(string.Create(CultureInfo.InvariantCulture, $"{Style.Red("not sent:")} {SafeText.Line(refused.Message)}{(refused.Fix is { } fix ? $" {SafeText.Line(fix)}" : "")}"));
        }
    }

    private void CancelOrLeave(Interruptions? interruptions)
    {
        if (activeTurn is not { } turn)
        {
            left.Cancel();
            return;
        }
        screen.Note(Style.Dim("cancelling… (Ctrl-C again leaves)"));
        _ = CancelAsync(turn, interruptions);
    }

    private async Task CancelAsync(string turn, Interruptions? interruptions)
    {
        try
        {
            await client.CancelAsync(session.Id, new CancelRequest(turn, "cancelled with Ctrl-C"), left.Token);
            interruptions?.Reset();
        }
        catch (DaemonException refused)
        {
            screen.Note(SafeText.Line(refused.Message));
        }
        catch (OperationCanceledException)
        {
            // Left meanwhile.
        }
    }
}
