using System.Globalization;
using System.Text;
using Steward.Daemon.Journal;

namespace Steward.Daemon.Tests.Journal;

/// <summary>Holds what a killed process had acknowledged against what its journal holds.</summary>
internal static class Ledger
{
    /// <summary>The last acknowledged sequence of each session; a line cut off by the kill does not count.</summary>
    public static Dictionary<string, long> Parse(string output)
    {
        var acknowledged = new Dictionary<string, long>();
        foreach (var line in output[..(output.LastIndexOf('\n') + 1)].Split('\n', StringSplitOptions.RemoveEmptyEntries))
            if (line.Split(' ') is [['s', ..] session, var seq])
                acknowledged[session] = long.Parse(seq, CultureInfo.InvariantCulture);
        return acknowledged;
    }

    public static void Check(IJournal journal, Dictionary<string, long> acknowledged)
    {
        Assert.Empty(journal.Salvages);
        foreach (var (session, seq) in acknowledged)
            Assert.True(journal.LoadState(session)?.LastSeq >= seq, $"{session}: {seq} was acknowledged, {journal.LoadState(session)?.LastSeq} is there");
        foreach (var row in journal.LoadLive()) CheckWhole(journal, row);
    }

    /// <summary>Batches are there whole or not at all, their events without a gap and byte for byte.</summary>
    private static void CheckWhole(IJournal journal, SessionRow row)
    {
        var session = row.Session;
        Assert.Equal(0, row.LastSeq % LedgerChild.EventsInBatch);
        Assert.Equal($"{{\"seq\":{row.LastSeq}}}", Encoding.UTF8.GetString(row.State!.Value.Span));
        Assert.Equal(row.LastSeq, journal.LoadProcesses().Single(mark => mark.Session == session).OutOffset);
        var events = journal.ReadSession(session, 0, int.MaxValue, long.MaxValue);
        Assert.Equal(row.LastSeq, events.Count);
        for (var i = 0; i < events.Count; i++)
            Assert.Equal((i + 1, LedgerChild.Body(session, i + 1)), (events[i].Seq, events[i].Text()));
        for (var seq = 0L; seq < row.LastSeq; seq += LedgerChild.EventsInBatch)
            Assert.NotNull(journal.FindKey(session, $"{seq}"));
        Assert.Null(journal.FindKey(session, $"{row.LastSeq}"));
    }
}
