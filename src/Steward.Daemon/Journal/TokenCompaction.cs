using Steward.Daemon.Journal.Reading;
using Steward.Daemon.Journal.Rows;
using Steward.Daemon.Journal.Writing;

namespace Steward.Daemon.Journal;

/// <summary>
/// Drops the old words of turns that are over, in steps of a few milliseconds between other commits. A turn's words are repeated whole in
/// its <c>turn.message</c>, so nothing is lost but the rhythm.
/// </summary>
internal sealed class TokenCompaction(ReaderPool readers, JournalWriter writer, long olderThan)
{
    private const int WordsInStep = 2000;

    public async Task<long> RunAsync(CancellationToken cancellationToken)
    {
        var dropped = 0L;
        var sessions = readers.Read(reader => Reader.All(reader.OldSessions.Bind(1, olderThan), SessionHead.Read));
        foreach (var head in sessions) dropped += await CompactAsync(head, cancellationToken);
        return dropped;
    }

    private async Task<long> CompactAsync(SessionHead head, CancellationToken cancellationToken)
    {
        var (dropped, after) = (0L, 0L);
        while (true)
        {
            var runs = readers.Read(reader => NextRuns(reader, head, after));
            if (runs.Count == 0) return dropped;
            dropped += await writer.WriteAsync(new CompactRequest(head.Session, runs), cancellationToken);
            after = runs[^1].To;
        }
    }

    private List<Hole> NextRuns(Reader reader, SessionHead head, long after)
    {
        var runs = new List<Hole>();
        reader.OldWords.Bind(1, head.Session).Bind(2, after).Bind(3, EndOfEndedTurns(reader, head)).Bind(4, olderThan).Bind(5, WordsInStep);
        foreach (var word in Reader.All(reader.OldWords, row => new Hole(head.Session, row.Long(0), row.Long(0), row.Long(1), row.Long(2))))
        {
            if (runs is [.., var last] && last.To + 1 == word.From) runs[^1] = word with { From = last.From };
            else runs.Add(word);
        }

        return runs;
    }

    /// <summary>
    /// Turns of a session follow one another, so all words before the last start, or the last regular end, belong to turns that are over.
    /// An error or a cancellation may be that of a queued turn while another runs; they count where nothing is live.
    /// </summary>
    private static long EndOfEndedTurns(Reader reader, SessionHead head)
    {
        var end = Math.Max(Last(reader, head, JournalEventTypes.TurnStart), Last(reader, head, JournalEventTypes.TurnDone));
        if (head.Live) return end;
        return Math.Max(end, Math.Max(
            Last(reader, head, JournalEventTypes.TurnError), Last(reader, head, JournalEventTypes.Cancelled)));
    }

    private static long Last(Reader reader, SessionHead head, string type)
    {
        reader.LastOfType.Bind(1, head.Session).Bind(2, type);
        return Reader.All(reader.LastOfType, row => row.Long(0)) is [var seq] ? seq : 0;
    }
}
