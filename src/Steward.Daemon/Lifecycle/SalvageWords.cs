using Steward.Daemon.Journal;

namespace Steward.Daemon.Lifecycle;

/// <summary>What was lost with a damaged journal, in words for its owner: what is kept, and what is gone, by name.</summary>
internal static class SalvageWords
{
    public static IEnumerable<string> Of(SalvageReport report)
    {
        yield return $"The journal was damaged ({report.Reason}). The damaged file is kept as {report.KeptAs}; {report.EventsKept} events were saved. This is said until its report is removed: rm {report.KeptAs}.json";
        foreach (var loss in report.Losses)
            yield return $"Session {loss.Session} lost {Ranges(loss)}{(loss.EndUnknown ? ", and perhaps later events" : "")}.";
    }

    private static string Ranges(SessionLoss loss) => loss.Events.Count == 0
        ? "no event"
        : "events " + string.Join(", ", loss.Events.Select(static range => range.From == range.To ? $"{range.From}" : $"{range.From} to {range.To}"));
}
