using System.Runtime.InteropServices;
using Steward.Cli.Editing;
using Steward.Cli.Events;
using Steward.Cli.Terminals;
using Steward.Cli.Turns;
using Steward.Protocol.Client;
using Steward.Protocol.Events;
using Steward.Protocol.Sessions;
using Steward.Protocol.Turns;

namespace Steward.Cli.Chat;

/// <summary>A chat at a terminal. It takes lines, and shows what the session does; the session itself lives on without it.</summary>
internal sealed class LiveChat : IAsyncDisposable
{
    private static readonly TimeSpan Tick = TimeSpan.FromMilliseconds(100);

    private readonly CommandContext context, within;
    private readonly StewardClient client;
    private readonly ChatSessions sessions;
    private readonly ChatLoop loop = new();
    private readonly ChatTerminal terminal;
    private readonly ChatLine line;
    private readonly PassingWords passing;
    private readonly Outbox outbox;
    private readonly CancellationTokenSource left = new();
    private readonly List<string> sending = [];
    private readonly List<ImageRequest> images = [];
    // Several may write into a session: what this one wrote is on its way already.
    private readonly string clientId = $"chat-{Guid.NewGuid():N}";
    private ChatRoom room = null!;
    private string asked = "";
    private string? cancelling;
    private bool wrote, leavesNext;

    public LiveChat(CommandContext context, StewardClient client, ChatSessions sessions)
    {
        (this.context, this.client, this.sessions) = (context, client, sessions);
        terminal = new ChatTerminal(context.Terminal);
        line = new ChatLine(new HistoryFile(context.Home.ChatHistory));
        passing = new PassingWords((lines, rest) => loop.Post(() => Passed(lines, rest)));
        within = context with
        {
            Terminal = new Terminal
            {
                Out = passing,
                Error = passing,
                InputIsTerminal = true,
                OutputIsTerminal = true,
                ErrorIsTerminal = true,
                ColoursAllowed = context.Terminal.ColoursAllowed,
            },
        };
        outbox = new Outbox(within, client, clientId, (text, refused) => loop.Post(() => Sent(text, refused)));
    }

    private Style Style => context.Terminal.OutStyle;

    private Conversation Conversation => room.Conversation;

    private string? NextTurn => Conversation.ActiveTurn ?? (Conversation.Waiting.Count > 0 ? Conversation.Waiting[0].TurnId : null);

    private bool WasUsed => wrote || Conversation.Session.TurnCount > 0 || Conversation.Turns > 0 || NextTurn is not null;

    public async Task<ExitCode> RunAsync(SessionView session, CancellationToken stop)
    {
        using var linked = CancellationTokenSource.CreateLinkedTokenSource(stop, left.Token);
        Interruptions? heard = null;
        using var interruptions = heard = new Interruptions(() => Signalled(heard), left.Cancel);
        using var quit = PosixSignalRegistration.Create(PosixSignal.SIGQUIT, signal =>
        {
            signal.Cancel = true;
            left.Cancel();
        });
        using var resized = PosixSignalRegistration.Create(PosixSignal.SIGWINCH, _ => loop.Post(static () => { }));
        using var continued = PosixSignalRegistration.Create(PosixSignal.SIGCONT, _ => loop.Post(terminal.Continue));
        await EnterAsync(session, linked.Token);
        using var ticks = context.Time.CreateTimer(_ => Ticked(), null, Tick, Tick);
        terminal.Begin(key => loop.Post(() => PressedAsync(key, linked.Token)), left.Cancel);
        var sendingAll = outbox.RunAsync(linked.Token);
        await loop.RunAsync(Show, linked.Token);
        await LeaveAsync();
        await sendingAll.ContinueWith(static _ => { }, TaskScheduler.Default);
        return ExitCode.Ok;
    }

    public async ValueTask DisposeAsync()
    {
        terminal.Dispose();
        if (room is not null) await room.DisposeAsync();
        left.Dispose();
    }

    private async Task EnterAsync(SessionView session, CancellationToken stop)
    {
        if (room is not null) await room.DisposeAsync();
        (asked, cancelling, wrote) = ("", null, false);
        room = ChatRoom.Open(within, client, session, loop, await sessions.HasCommandsAsync(session, stop), Heard, stop);
    }

    private void Show() => terminal.Show(new ChatPicture
    {
        Finished = terminal.IsAway ? [] : room.Transcript.TakeFinished(),
        Open = room.Transcript.Open(ChatScreen.Width),
        Asked = asked,
        Waiting = [.. Conversation.Waiting.Select(message => message.Text), .. sending],
        Editor = line.Editor,
        Candidates = line.Candidates,
        Status = StatusLine.Of(Conversation, room.IsConnected, ChatScreen.Width),
    });

    private void Ticked()
    {
        if (room.Transcript.IsMoving) loop.Post(static () => { });
    }

    private void Note(string row) => room.Transcript.Line(row);

    private void Passed(IReadOnlyList<string> lines, string rest)
    {
        foreach (var row in lines) Note(row);
        asked = rest;
    }

    private void Heard(EventEnvelope happened)
    {
        if (happened.Event is EventKinds.TurnQueued && happened.Text("clientId") == clientId) sending.Remove(happened.Text("content") ?? "");
        if (happened.Event is not EventKinds.PermissionRequest) return;
        // What was being written before a question came is no answer to it.
        line.SetAside();
        _ = Libc.tcflush(0, Libc.InputQueue);
    }

    private async ValueTask PressedAsync(Key key, CancellationToken stop)
    {
        if (key.Kind is not KeyKind.Interrupt) leavesNext = false;
        switch (line.Press(key))
        {
            case EditorRequest.None: break;
            case EditorRequest.Submit: await SubmitAsync(line.Editor.Text, stop); break;
            case EditorRequest.Interrupt: Interrupted(); break;
            case EditorRequest.Leave: await left.CancelAsync(); break;
            case EditorRequest.Complete: line.Complete(); break;
            case EditorRequest.Clear: terminal.Clear(); break;
            case EditorRequest.Suspend: terminal.Suspend(room.Transcript.TakeFinished()); break;
        }
    }

    private async ValueTask SubmitAsync(string text, CancellationToken stop)
    {
        var action = SlashCommand.Parse(text, Conversation.Session.Id, room.AgentHasCommands, room.Desk.Asked);
        // Whatever words may be the answer to a question; a command of the chat is none.
        if (text.Trim().Length == 0 || (action is ChatAction.Message && room.Desk.IsAsking && IsAnswer(text, stop))) return;
        line.Take();
        try
        {
            await ActAsync(action, stop);
        }
        catch (DaemonException refused)
        {
            Refuse(refused.Message, refused.Fix);
        }
    }

    private bool IsAnswer(string text, CancellationToken stop)
    {
        var answering = room.Desk.TryAnswerAsync(text, stop);
        if (answering is { IsCompletedSuccessfully: true, Result: false }) return false;
        passing.EndLine(SafeText.Line(text));
        line.TakeUp();
        _ = ReportAsync(answering);
        return true;
    }

    private async ValueTask ActAsync(ChatAction action, CancellationToken stop)
    {
        switch (action)
        {
            case ChatAction.Message(var text): Send(text); break;
            case ChatAction.Steer(var text): _ = ReportAsync(client.SteerAsync(Conversation.Session.Id, SteerLine.Request(text, clientId), left.Token)); break;
            case ChatAction.TakeImage(var file): TakeImage(file); break;
            case ChatAction.RunVerb(var arguments): await terminal.LendAsync(room.Transcript.TakeFinished(), () => ChildVerb.RunAsync(context, arguments, stop)); break;
            case ChatAction.ShowHelp: Notes(SlashCommand.Help()); break;
            case ChatAction.ShowResult(var number): Notes(room.Transcript.Result(number) ?? ["There is no such result here; steward sessions events shows all."]); break;
            case ChatAction.ShowModel: Note($"  {SafeText.Line(Conversation.Model ?? "the agent's own model")}"); break;
            case ChatAction.ShowUsage: Notes(StatusLine.Usage(Conversation)); break;
            case ChatAction.CancelTurn: if (!TryCancel()) Note(Style.Dim("no turn runs")); break;
            case ChatAction.Withdraw: Withdraw(); break;
            case ChatAction.Switch(var target): await SwitchAsync(target, stop); break;
            case ChatAction.Leave: await left.CancelAsync(); break;
            case ChatAction.Refused(var reason, var fix): Refuse(reason, fix); break;
            default: throw new InvalidOperationException($"{action} is not known.");
        }
    }

    private void Notes(IEnumerable<string> rows)
    {
        foreach (var row in rows) Note(row);
    }

    private void Refuse(string message, string? fix)
    {
        Note(SafeText.Line(message));
        if (fix is not null) Note(Style.Dim($"  {SafeText.Line(fix)}"));
    }

    private void TakeImage(string file)
    {
        images.Add(ImageFile.Read(file, context));
        Note(Style.Dim($"{SafeText.Line(file)} goes with the next message"));
    }

    private void Send(string text)
    {
        if (!outbox.TryAdd(Conversation.Session, text, images is { Count: > 0 } ? [.. images] : null))
        {
            Refuse("Too many messages wait to be sent.", "wait a little");
            return;
        }
        images.Clear();
        sending.Add(text);
        wrote = true;
    }

    private void Sent(string text, DaemonException? refused)
    {
        sending.Remove(text);
        if (refused is null) return;
        Refuse($"not sent: {refused.Message}", refused.Fix);
        line.GiveBack(text);
    }

    private async ValueTask SwitchAsync(string? target, CancellationToken stop)
    {
        var next = await sessions.OpenAsync(target, stop);
        var (before, used) = (Conversation.Session, WasUsed);
        terminal.Withdraw(room.Transcript.TakeFinished());
        await EnterAsync(next, stop);
        if (before.Id != next.Id) await sessions.KeepAsync(before, used, stop);
    }

    /// <summary>Ctrl-C is a key here. As a signal it comes from elsewhere, or to whoever has the terminal, and is theirs.</summary>
    private void Signalled(Interruptions? signals)
    {
        signals?.Reset();
        if (!terminal.IsAway) loop.Post(Interrupted);
    }

    private void Interrupted()
    {
        if (leavesNext || (NextTurn is { } turn && turn == cancelling))
        {
            left.Cancel();
        }
        else if (TryCancel())
        {
            Note(Style.Dim("cancelling… (Ctrl-C again leaves)"));
        }
        else
        {
            line.Clear();
            leavesNext = true;
            Note(Style.Dim("Ctrl-C again leaves"));
        }
    }

    private void Withdraw()
    {
        if (Conversation.Waiting is not [.., var last])
        {
            Note(Style.Dim("no message waits"));
            return;
        }
        _ = ReportAsync(WithdrawAsync(last));
    }

    /// <summary>Its words come back only when it did not begin in the meantime.</summary>
    private async Task WithdrawAsync(WaitingMessage message)
    {
        var answer = await client.CancelAsync(Conversation.Session.Id, new CancelRequest(message.TurnId, "withdrawn in the chat"), left.Token);
        if (answer.Cancelled > 0) loop.Post(() => line.GiveBack(message.Text));
    }

    private bool TryCancel()
    {
        cancelling = NextTurn;
        if (cancelling is null) return false;
        _ = ReportAsync(client.CancelAsync(Conversation.Session.Id, new CancelRequest(cancelling, "cancelled in the chat"), left.Token));
        return true;
    }

    private async Task ReportAsync(Task work)
    {
        try
        {
            await work;
        }
        catch (DaemonException refused)
        {
            loop.Post(() => Note(SafeText.Line(refused.Message)));
        }
        catch (OperationCanceledException)
        {
            // Left meanwhile.
        }
    }

    private async Task LeaveAsync()
    {
        terminal.End(room.Transcript.TakeFinished());
        var session = Conversation.Session;
        if (await sessions.KeepAsync(session, WasUsed, CancellationToken.None))
            context.Terminal.Out.WriteLine(Style.Dim($"left {session.ShortId}; it goes on. Come back with: steward chat --session {session.ShortId}"));
    }
}
