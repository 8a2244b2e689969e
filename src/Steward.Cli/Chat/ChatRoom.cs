using Steward.Cli.Events;
using Steward.Cli.Permissions;
using Steward.Cli.Terminals;
using Steward.Protocol;
using Steward.Protocol.Client;
using Steward.Protocol.Events;
using Steward.Protocol.Sessions;

namespace Steward.Cli.Chat;

/// <summary>One session as a chat sees it: what it says, what it asks, and where its events were heard to.</summary>
internal sealed class ChatRoom : IAsyncDisposable
{
    private readonly CancellationTokenSource closed;
    private readonly Screen lines;
    private readonly Action<EventEnvelope> heard;
    private readonly Dictionary<string, PermissionQuestion> open = [];
    private readonly Style style;
    private Task following = Task.CompletedTask;
    private bool live;

    private ChatRoom(CommandContext context, StewardClient client, SessionView session, bool agentHasCommands, Action<EventEnvelope> heard, CancellationToken stop)
    {
        this.heard = heard;
        (AgentHasCommands, style, live) = (agentHasCommands, context.Terminal.OutStyle, session.Seq == 0);
        Conversation = new Conversation(session);
        Transcript = new Transcript(style, context.Time);
        lines = new Screen(context.Terminal, context.Time);
        Desk = new PermissionDesk(lines, client, session.Id, context.Time);
        closed = CancellationTokenSource.CreateLinkedTokenSource(stop);
    }

    public Conversation Conversation { get; }

    public Transcript Transcript { get; }

    public PermissionDesk Desk { get; }

    public bool AgentHasCommands { get; }

    public bool IsConnected { get; private set; } = true;

    /// <param name="context">Its words go into the chat.</param>
    /// <param name="heard">Told of each event before it is shown.</param>
    public static ChatRoom Open(
        CommandContext context, StewardClient client, SessionView session, ChatLoop loop, bool agentHasCommands, Action<EventEnvelope> heard, CancellationToken stop)
    {
        var room = new ChatRoom(context, client, session, agentHasCommands, heard, stop);
        room.Greet(context.Shown);
        var feed = new ChatFeed(
            context, client, line => loop.Post(() => room.Say(line)), connected => loop.Post(() => room.IsConnected = connected));
        room.following = room.FollowAsync(feed, loop, room.closed.Token);
        return room;
    }

    public async ValueTask DisposeAsync()
    {
        await closed.CancelAsync();
        await following;
        lines.Dispose();
        closed.Dispose();
    }

    private void Greet(Func<string, string> shown)
    {
        var session = Conversation.Session;
        var name = session.Name is { } named ? $" {SafeText.Line(named)}" : "";
        Say($"{SafeText.Line(session.Agent)} in {session.ShortId}{name}, {SafeText.Line(shown(session.Directory))}; /help lists commands, Ctrl-D leaves");
    }

    private void Say(string line) => Transcript.Line(style.Dim(SafeText.Line(line)));

    private async Task FollowAsync(ChatFeed feed, ChatLoop loop, CancellationToken stop)
    {
        try
        {
            await foreach (var happened in feed.FollowAsync(Conversation.Session.Id, 0, stop))
            {
                await loop.PostEventAsync(() => Hear(happened), stop);
                if (happened.Event is EventKinds.SessionEnded) break;
            }
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            // Left, or in another room by now.
        }
        catch (DaemonException refused)
        {
            loop.Post(() => Say(refused.Message));
        }
    }

    private void Hear(EventEnvelope happened)
    {
        if (closed.IsCancellationRequested) return;
        heard(happened);
        // One that waited was withdrawn: what runs goes on.
        var waited = happened.Event is EventKinds.SessionCancelled && Conversation.ActiveTurn is { } running && running != happened.Text("turnId");
        if (Conversation.Hear(happened) is { } message) Transcript.Message(message);
        // The history says how each turn and each question ended; only those that are still open are shown as such.
        if (waited) Say($"withdrawn: {happened.Text("reason")}");
        else if (live || happened.Event is not (EventKinds.TurnDone or EventKinds.TurnThinking)) Transcript.Hear(happened, ChatScreen.Width);
        else if (happened.Event is EventKinds.TurnDone) Transcript.EndQuietly(ChatScreen.Width);
        if (happened.Event is EventKinds.PermissionRequest) Asked(PermissionQuestion.Of(happened.Read(WireJson.Default.PermissionRequestPayload)));
        if (happened.Event is EventKinds.PermissionResolved) Resolved(happened.Read(WireJson.Default.PermissionResolvedPayload));
        if (happened.Event is EventKinds.SessionEnded) Say("the session is over: /new begins another, /attach goes to one");
        if (!live && happened.Seq >= Conversation.Session.Seq) CatchUp();
    }

    private void CatchUp()
    {
        live = true;
        foreach (var question in open.Values) Desk.Add(question);
    }

    private void Asked(PermissionQuestion question)
    {
        open[question.RequestId] = question;
        if (live) Desk.Add(question);
    }

    private void Resolved(PermissionResolvedPayload resolved)
    {
        open.Remove(resolved.RequestId);
        Desk.Remove(resolved.RequestId, $"{SafeText.Line(resolved.Decision)} by {SafeText.Line(resolved.DecidedBy)}");
    }
}
