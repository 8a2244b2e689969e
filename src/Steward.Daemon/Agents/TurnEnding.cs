using System.Text;
using Steward.Daemon.Events;
using Steward.Daemon.Journal;
using Steward.Daemon.Sessions;
using Steward.Domain.Events;
using Steward.Domain.Turns;

namespace Steward.Daemon.Agents;

/// <summary>Waits for the end of a turn, and gathers what was answered. It reads the journal; the hub only says when to look again.</summary>
internal sealed class TurnEnding(IJournal journal, EventHub hub, TimeProvider time)
{
    private const int PageEvents = 256;
    private const int PageBytes = 1 << 20;
    private const int LongestAnswer = 200_000;

    /// <summary>Null when the turn is not over in time.</summary>
    public async Task<ToolOutcome?> OfAsync(SessionHost host, TurnId turn, TimeSpan patience, CancellationToken cancellationToken)
    {
        using var limit = new CancellationTokenSource(patience, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellationToken);
        using var subscription = hub.Join(host.Id.Value);
        var answer = new StringBuilder();
        var after = 0L;
        try
        {
            while (true)
            {
                while (journal.ReadSession(host.Id.Value, after, PageEvents, PageBytes) is { Count: > 0 } page)
                {
                    foreach (var stored in page)
                        if (DomainJson.Read(stored.Type, stored.Body.Span) is { } happened && EndOf(happened, turn, answer) is { } end)
                            return end;
                    after = page[^1].Seq;
                }
                // A queue that overran is closed; the journal has everything all the same.
                if (!await subscription.Frames.WaitToReadAsync(either.Token))
                    return ToolOutcome.Failed("The daemon stops.");
                while (subscription.Frames.TryRead(out var frame))
                    subscription.Sent(frame);
            }
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return null;
        }
    }

    private static ToolOutcome? EndOf(SessionEvent happened, TurnId turn, StringBuilder answer)
    {
        switch (happened)
        {
            case TurnMessage message when message.TurnId == turn && answer.Length < LongestAnswer:
                answer.Append(answer.Length > 0 ? "\n" : "").Append(message.Text);
                return null;
            case TurnDone done when done.TurnId == turn: return ToolOutcome.Done(answer.Length > 0 ? answer.ToString() : "(It answered without words.)");
            case TurnError error when error.TurnId == turn: return ToolOutcome.Failed($"It failed: {error.Message}");
            case SessionCancelled cancelled when cancelled.TurnId == turn: return ToolOutcome.Failed($"It was stopped: {cancelled.Reason}");
            default: return null;
        }
    }
}
