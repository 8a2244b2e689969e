using Steward.Cli.Events;
using Steward.Protocol;
using Steward.Protocol.Events;
using Steward.Protocol.Sessions;

namespace Steward.Cli.Chat;

internal sealed record WaitingMessage(string TurnId, string Text);

/// <summary>What is known of a session by its events: what runs, what waits, what was used.</summary>
internal sealed class Conversation(SessionView session)
{
    private readonly List<WaitingMessage> waiting = [];
    private readonly SortedDictionary<string, WindowView> windows = new(StringComparer.Ordinal);
    private string? counted;

    public SessionView Session => session;

    public IReadOnlyList<WaitingMessage> Waiting => waiting;

    public string? ActiveTurn { get; private set; }

    public bool IsCancelling { get; private set; }

    public bool IsOver { get; private set; }

    public string? Name { get; private set; } = session.Name;

    /// <summary>The one that was chosen, or else the one that answered last.</summary>
    public string? Model { get; private set; } = session.Model;

    public int Questions { get; private set; }

    public int Turns { get; private set; }

    public long Tokens { get; private set; }

    public long CompletionTokens { get; private set; }

    /// <summary>What the agent read for its last answer.</summary>
    public long ContextTokens { get; private set; }

    /// <summary>How much it can read, where its agent says so.</summary>
    public long? ContextWindow { get; private set; }

    /// <summary>The windows of the account, as they were told last.</summary>
    public IEnumerable<WindowView> Windows => windows.Values;

    public double? CostUsd { get; private set; }

    public string State => (ActiveTurn, IsOver) switch
    {
        (_, true) => "over",
        (null, _) => waiting.Count > 0 ? "starting" : "idle",
        _ when IsCancelling => "cancelling",
        _ => Questions > 0 ? "asks you" : "running",
    };

    /// <summary>The message that is being worked on from now, when the event says so.</summary>
    public string? Hear(EventEnvelope happened)
    {
        switch (happened.Event)
        {
            case EventKinds.TurnQueued: waiting.Add(new WaitingMessage(happened.Text("turnId") ?? "", happened.Text("content") ?? "")); break;
            case EventKinds.TurnStart: return Start(happened.Text("turnId"));
            case EventKinds.TurnCancelling: IsCancelling = happened.Text("turnId") == ActiveTurn; break;
            case EventKinds.TurnUsage: Use(happened.Read(WireJson.Default.TurnUsagePayload)); break;
            case EventKinds.UsageWindow: Known(happened.Read(WireJson.Default.WindowView)); break;
            case EventKinds.TurnDone: Count(happened.Text("turnId"), happened.Read(WireJson.Default.TurnDonePayload).Stats); break;
            case EventKinds.PermissionRequest: Questions++; break;
            case EventKinds.PermissionResolved: Questions = Math.Max(0, Questions - 1); break;
            case EventKinds.SessionUpdated: Update(happened.Read(WireJson.Default.SessionUpdatedPayload)); break;
            case EventKinds.SessionEnded: IsOver = true; break;
            default: break;
        }
        if (EventKinds.EndsTurn(happened.Event)) End(happened.Text("turnId"));
        return null;
    }

    private string? Start(string? turn)
    {
        (ActiveTurn, IsCancelling) = (turn, false);
        var message = waiting.Find(known => known.TurnId == turn);
        if (message is not null) waiting.Remove(message);
        return message?.Text;
    }

    private void End(string? turn)
    {
        waiting.RemoveAll(message => message.TurnId == turn);
        if (turn == ActiveTurn) (ActiveTurn, IsCancelling) = (null, false);
    }

    private void Use(TurnUsagePayload used)
    {
        counted = used.TurnId;
        Add(used.PromptTokens, used.CompletionTokens, used.CostUsd);
        ContextTokens = used.ContextTokens ?? used.PromptTokens;
        ContextWindow = used.ContextWindow ?? ContextWindow;
        Model ??= used.Model;
    }

    private void Known(WindowView window) => windows[window.Window] = window;

    /// <summary>Journals of before have no event of their own for what a turn used.</summary>
    private void Count(string? turn, TurnStatsView stats)
    {
        Turns++;
        if (turn == counted) return;
        Add(stats.PromptTokens, stats.CompletionTokens, stats.CostUsd);
        ContextTokens = stats.PromptTokens;
    }

    private void Add(long prompt, long completion, double? cost)
    {
        Tokens += prompt + completion;
        CompletionTokens += completion;
        if (cost is { } dollars) CostUsd = (CostUsd ?? 0) + dollars;
    }

    private void Update(SessionUpdatedPayload updated)
    {
        Name = updated.Name ?? Name;
        Model = updated.Model ?? Model;
    }
}
