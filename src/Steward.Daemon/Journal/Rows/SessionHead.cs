namespace Steward.Daemon.Journal.Rows;

/// <summary>The row of one session: where its events end, and what lists show. A purged one is a tombstone that keeps the id taken.</summary>
internal sealed record SessionHead
{
    public const string Columns = "session, last_seq, created_at, updated_at, live, archived, deleted, purged, state_seq, crc";

    public required string Session { get; init; }

    public required long LastSeq { get; init; }

    public required long CreatedAt { get; init; }

    public required long UpdatedAt { get; init; }

    public bool Live { get; init; }

    public bool Archived { get; init; }

    public bool Deleted { get; init; }

    public bool Purged { get; init; }

    /// <summary>The sequence that the state was stored with; -1 when there is none. Another one in the state's row means that it is lost.</summary>
    public long StateSeq { get; init; } = -1;

    /// <summary>Not stored yet.</summary>
    public bool IsNew { get; init; }

    public long Checksum => new RowChecksum(RowKind.Session).Add(Session).Add(LastSeq).Add(CreatedAt).Add(UpdatedAt)
        .Add(Live).Add(Archived).Add(Deleted).Add(Purged).Add(StateSeq).Value;

    public static SessionHead Read(IColumns row)
    {
        var head = new SessionHead
        {
            Session = row.Text(0),
            LastSeq = row.Long(1),
            CreatedAt = row.Long(2),
            UpdatedAt = row.Long(3),
            Live = row.Flag(4),
            Archived = row.Flag(5),
            Deleted = row.Flag(6),
            Purged = row.Flag(7),
            StateSeq = row.Long(8),
        };
        RowDamage.Require(head.Checksum == row.Long(9), "the row of a session");
        return head;
    }

    public SessionHead With(SessionColumns columns) => this with
    {
        CreatedAt = Timestamp.ToMicroseconds(columns.CreatedAt),
        Live = columns.Live,
        Archived = columns.Archived,
        Deleted = columns.Deleted,
    };

    public SessionColumns ToColumns() => new()
    {
        CreatedAt = Timestamp.FromMicroseconds(CreatedAt),
        Live = Live,
        Archived = Archived,
        Deleted = Deleted,
    };

    public void Bind(Statement statement) => statement
        .Bind(1, Session).Bind(2, LastSeq).Bind(3, CreatedAt).Bind(4, UpdatedAt)
        .Bind(5, Live).Bind(6, Archived).Bind(7, Deleted).Bind(8, Purged).Bind(9, StateSeq).Bind(10, Checksum);
}
