using Steward.Daemon.Journal.Rows;

namespace Steward.Daemon.Journal.Writing;

internal sealed class AppendRequest : WriteRequest<Committed>
{
    private const int RowOverhead = 64;

    private readonly JournalBatch _batch;

    public AppendRequest(JournalBatch batch)
    {
        ArgumentException.ThrowIfNullOrEmpty(batch.Session);
        if (batch.State is { IsEmpty: true }) throw new ArgumentException("A state that does not change is null, never empty.", nameof(batch));
        var bytes = (long)RowOverhead + (batch.State?.Length ?? 0) + (batch.Process?.Memory.Length ?? 0);
        bytes += BytesOf(batch.Keys);
        foreach (var appended in batch.Events)
        {
            ArgumentException.ThrowIfNullOrEmpty(appended.Type);
            if (appended.Body.IsEmpty) throw new ArgumentException("The body of an event is JSON, never empty.", nameof(batch));
            bytes += appended.Body.Length + RowOverhead;
        }

        _batch = batch;
        Bytes = bytes;
    }

    private static long BytesOf(IReadOnlyList<IdempotencyRecord> keys)
    {
        var bytes = 0L;
        foreach (var key in keys)
        {
            if (key.RequestHash.IsEmpty) throw new ArgumentException("A key is stored with the hash of its request.", nameof(keys));
            bytes += key.Answer.Length + RowOverhead;
        }

        if (keys.DistinctBy(key => (key.Scope, key.Key)).Count() != keys.Count)
            throw new ArgumentException("A batch stores each key once.", nameof(keys));
        return bytes;
    }

    public override bool Essential => _batch.Essential;

    public override long Bytes { get; }

    public override void Apply(GroupTransaction group)
    {
        var head = group.Head(_batch.Session);
        if (head.Purged) throw new SessionGoneException(_batch.Session);
        if (head.LastSeq != _batch.ExpectedSeq) throw new SequenceMismatchException(_batch.Session, _batch.ExpectedSeq, head.LastSeq);
        foreach (var key in _batch.Keys)
            if (group.FindKey(key) is { } taken) throw new KeyTakenException(taken);

        var events = group.Insert(_batch.Session, head.LastSeq, _batch.Events);
        if (head.IsNew && events.Count > 0) head = head with { CreatedAt = Timestamp.ToMicroseconds(events[0].At) };
        if (_batch.Columns is { } columns) head = head.With(columns);
        head = head with { IsNew = false, LastSeq = head.LastSeq + events.Count, UpdatedAt = group.Now };
        if (_batch.State is { } state)
        {
            head = head with { StateSeq = head.LastSeq };
            group.Store(new StateRow(_batch.Session, head.LastSeq, state));
        }

        group.Change(head);
        if (_batch.Process is { } process) group.Store(process);
        foreach (var key in _batch.Keys) group.Store(new StoredKey(_batch.Session, key));
        Result = new Committed(events.Count > 0 ? events[0].Gseq : 0, events.Count > 0 ? events[^1].Gseq : 0, events);
    }
}
