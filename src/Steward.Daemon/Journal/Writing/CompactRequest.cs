using Steward.Daemon.Journal.Rows;

namespace Steward.Daemon.Journal.Writing;

/// <summary>Drops a few runs of words of one session and records the holes. Small, so that appends never wait long behind it.</summary>
internal sealed class CompactRequest(string session, IReadOnlyList<Hole> runs) : WriteRequest<long>
{
    public override bool Essential => true;

    public override long Bytes => 0;

    public override void Apply(GroupTransaction group)
    {
        // The session may have been deleted since the runs were looked up.
        if (group.Head(session).Purged) return;
        Result = 0;
        foreach (var run in runs) Result += group.Drop(run);
    }
}
