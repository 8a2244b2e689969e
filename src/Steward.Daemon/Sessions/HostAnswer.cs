using Steward.Daemon.Journal;
using Steward.Domain.Sessions;

namespace Steward.Daemon.Sessions;

/// <summary>What came of an input, once it is on disk. <paramref name="Before"/>: the same request had been answered before, and did nothing now.</summary>
internal sealed record HostAnswer(Decision? Decision, IdempotencyRecord? Before);

/// <summary>A request that may come again: its key, the hash of what it asks for, and the answer that is kept for it.</summary>
internal sealed record IdempotencyClaim(string Scope, string Key, ReadOnlyMemory<byte> RequestHash, int Status, Func<Decision, byte[]> Answer)
{
    public IdempotencyRecord Record(Decision decision) => new()
    {
        Scope = Scope,
        Key = Key,
        RequestHash = RequestHash,
        Status = Status,
        Answer = Answer(decision),
    };
}
