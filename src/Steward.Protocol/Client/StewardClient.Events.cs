using System.Globalization;
using System.Runtime.CompilerServices;
using Steward.Protocol.Client.Http;
using Steward.Protocol.Events;

namespace Steward.Protocol.Client;

public sealed partial class StewardClient
{
    /// <summary>One page of events after the cursor; with <paramref name="wait"/> the daemon answers as soon as there is one.</summary>
    public Task<EventPage> EventsAsync(string session, long afterSeq, int? limit = null, TimeSpan? wait = null, CancellationToken stop = default)
    {
        var query = string.Create(CultureInfo.InvariantCulture, $"/events?afterSeq={afterSeq}");
        if (limit is { } most) query += string.Create(CultureInfo.InvariantCulture, $"&limit={most}");
        if (wait is { } time) query += string.Create(CultureInfo.InvariantCulture, $"&waitMs={(long)time.TotalMilliseconds}");
        return GetAsync(Session(session, query), WireJson.Default.EventPage, stop);
    }

    /// <summary>
    /// Every event after the cursor, each once and in order, for as long as the caller listens: over crashes and restarts of the
    /// daemon and a rotated token. Ends only by an exception: cancelled, refused, parked, or no keeper that could bring it back.
    /// </summary>
    /// <param name="connected">Told when the stream breaks (false) and when it is back (true).</param>
    public async IAsyncEnumerable<EventEnvelope> FollowAsync(
        string session, long afterSeq, Action<bool>? connected = null, [EnumeratorCancellation] CancellationToken stop = default)
    {
        using var follower = new EventFollower(home, options, requester, session, afterSeq, connected);
        while (true) yield return await follower.NextAsync(stop).ConfigureAwait(false);
    }

    /// <summary>All events of a session as JSON lines, written as they come.</summary>
    public async Task ExportAsync(string session, Stream into, CancellationToken stop = default)
    {
        using var reply = await requester.OpenAsync(
            new HttpRequest("GET", Session(session, "/export")) { Accept = "application/x-ndjson" }, stop).ConfigureAwait(false);
        var piece = new byte[64 << 10];
        int got;
        while ((got = await ReadPieceAsync(reply, piece, stop).ConfigureAwait(false)) > 0)
            await into.WriteAsync(piece.AsMemory(0, got), stop).ConfigureAwait(false);
        await into.FlushAsync(stop).ConfigureAwait(false);
    }

    private static async ValueTask<int> ReadPieceAsync(HttpReply reply, byte[] piece, CancellationToken stop)
    {
        try
        {
            return await reply.Body(piece, stop).ConfigureAwait(false);
        }
        catch (Exception trouble) when (Outage.IsConnectionTrouble(trouble))
        {
            throw new NoAnswerException("The connection broke in the middle of the export; what was written is not all.", trouble, "run it again");
        }
    }
}
