namespace Steward.Daemon.Journal;

/// <summary>What opening a damaged journal had to give up. The damaged file is kept under <c>KeptAs</c>.</summary>
internal sealed record SalvageReport
{
    public required string Reason { get; init; }

    public required string KeptAs { get; init; }

    public required long EventsKept { get; init; }

    /// <summary>Only sessions that lost something.</summary>
    public required IReadOnlyList<SessionLoss> Losses { get; init; }
}

/// <summary>
/// What one session lost. With <c>EndUnknown</c> later events may have existed, too; with <c>StateLost</c> its state has to be folded again
/// from its events.
/// </summary>
internal sealed record SessionLoss(string Session, IReadOnlyList<SeqRange> Events, bool StateLost, bool EndUnknown);
