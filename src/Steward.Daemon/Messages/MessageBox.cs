using System.Security.Cryptography;
using System.Text;
using Steward.Daemon.Events;
using Steward.Daemon.Journal;
using Steward.Domain.Events;
using Steward.Protocol.Messages;

namespace Steward.Daemon.Messages;

/// <summary>The messages of agents, read back from the journal: each is an event of the session that it was sent from.</summary>
internal sealed class MessageBox(IJournal journal)
{
    private const int PageSize = 50;

    /// <summary>The same call sends the same message, however often it is served.</summary>
    public static string IdOf(string callKey) => "msg_" + Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(callKey)).AsSpan(0, 8));

    /// <summary>Those to one receiver, the oldest first, after a cursor.</summary>
    public IReadOnlyList<MessageView> To(string receiver, long after)
    {
        var found = new List<MessageView>();
        for (var page = journal.ReadMessages(after, PageSize); page.Count > 0 && found.Count < PageSize; page = journal.ReadMessages(after, PageSize))
        {
            found.AddRange(page.Select(View).OfType<MessageView>().Where(message => message.To == receiver));
            after = page[^1].Gseq;
        }
        return found;
    }

    private static MessageView? View(StoredEvent stored) => DomainJson.Read(stored.Type, stored.Body.Span) is MessageSent sent
        ? new MessageView(sent.MessageId, sent.From, sent.To, sent.Text, stored.Session, stored.At, stored.Gseq)
        : null;
}
