using System.Runtime.CompilerServices;
using Steward.Daemon.Api;
using Steward.Daemon.Journal;
using Steward.Domain.Sessions;
using Steward.Protocol.Errors;

namespace Steward.Daemon.Events;

/// <summary>What the reader of a stream gets at once. The frames are its own until it asks for more.</summary>
internal readonly record struct StreamBatch(IReadOnlyList<EventFrame> Frames, bool Overrun);

/// <summary>
/// Everything after a cursor, without a gap and without a repeat: first from the journal, then live. The same for WebSocket, SSE and long poll.
/// </summary>
internal sealed class EventStream(IJournal journal, EventHub hub, IDaemonIdentity identity)
{
    private const int PageEvents = 512;
    private const int PageBytes = 1 << 20;

    /// <summary>With a session, <paramref name="after"/> is its <c>seq</c>; without one, the <c>gseq</c> over all.</summary>
    public async IAsyncEnumerable<StreamBatch> FollowAsync(
        string? session, long after, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        // A long history is read before joining: the live queue is short, and must not overrun while the past is being told.
        for (var page = Read(session, after); page.Count > 0; page = Read(session, after))
        {
            after = CursorOf(session, page[^1]);
            yield return new StreamBatch(page, Overrun: false);
            cancellationToken.ThrowIfCancellationRequested();
        }
        using var subscription = hub.Join(session);
        for (var page = Read(session, after); page.Count > 0; page = Read(session, after))
        {
            after = CursorOf(session, page[^1]);
            yield return new StreamBatch(page, Overrun: false);
        }
        // A wait that could be cancelled would be an object and a registration of its own for each event of each subscriber.
        await using var leaving = cancellationToken.Register(subscription.Close);
        var batch = new List<EventFrame>();
        while (await subscription.Frames.WaitToReadAsync(CancellationToken.None))
        {
            Take(subscription, batch, session, after);
            cancellationToken.ThrowIfCancellationRequested();
            if (batch.Count == 0)
                continue;
            after = CursorOf(session, batch[^1]);
            yield return new StreamBatch(batch, Overrun: false);
            foreach (var sent in batch)
                subscription.Sent(sent);
            batch.Clear();
        }
        cancellationToken.ThrowIfCancellationRequested();
        yield return new StreamBatch([], subscription.Overrun);
    }

    /// <summary>A cursor is exclusive; one beyond the end never came from here, and would wait for what has another meaning by then.</summary>
    public long Cursor(SessionState? session, long after)
    {
        if (after < 0)
            throw ApiException.BadRequest("bad_cursor", "A cursor is a whole number from 0.");
        var last = session?.Seq ?? journal.LastGseq;
        // What a commit tells its subscribers may reach them before the session itself has taken it in.
        return after <= last || (session is not null && journal.Find(session.Id.Value, after) is not null)
            ? after
            : throw new ApiException(410, new ErrorBody(
                "cursor_ahead", "invalid_request", $"The last event is {last}; {after} was never given.", false, "Begin again with 0."));
    }

    public IReadOnlyList<EventFrame> Read(string? session, long after, int max = PageEvents)
    {
        var stored = session is null ? journal.ReadAll(after, max, PageBytes) : journal.ReadSession(session, after, max, PageBytes);
        return [.. stored.Select(row => EventFrame.Of(row, identity.DaemonId))];
    }

    private static void Take(Subscription subscription, List<EventFrame> batch, string? session, long after)
    {
        while (batch.Count < PageEvents && subscription.Frames.TryRead(out var frame))
        {
            if (CursorOf(session, frame) > after)
                batch.Add(frame);
            else
                subscription.Sent(frame);
        }
    }

    private static long CursorOf(string? session, EventFrame frame) => session is null ? frame.Gseq : frame.Seq;
}
