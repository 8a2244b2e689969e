using System.Text;
using Steward.Daemon.Events;
using Steward.Daemon.Journal;
using Steward.Domain.Events;
using Steward.Domain.Sessions;

namespace Steward.Daemon.Sessions;

/// <summary>The finished texts of the turn that a session works on, as they stand in the journal.</summary>
internal static class HeardTexts
{
    private const int PageEvents = 512;
    private const int PageBytes = 4 << 20;

    public static string Of(IJournal journal, SessionState state)
    {
        var texts = new StringBuilder();
        if (state.Turn is not { } turn)
            return "";
        for (var after = turn.QueuedSeq; ;)
        {
            var page = journal.ReadSession(state.Id.Value, after, PageEvents, PageBytes);
            foreach (var stored in page)
                if (DomainJson.Read(stored.Type, stored.Body.Span) is TurnMessage message && message.TurnId == turn.Id)
                    texts.Append(message.Text);
            if (page.Count == 0)
                return texts.ToString();
            after = page[^1].Seq;
        }
    }
}
