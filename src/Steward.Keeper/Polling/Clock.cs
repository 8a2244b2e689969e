namespace Steward.Keeper.Polling;

/// <summary>Monotonic milliseconds: a set clock or a summer-time change moves no deadline.</summary>
internal sealed class Clock(TimeProvider time)
{
    public const long Never = long.MaxValue;

    private readonly long start = time.GetTimestamp();

    public long Now => (long)time.GetElapsedTime(start).TotalMilliseconds;
    public DateTimeOffset Wall => time.GetUtcNow();

    public long In(TimeSpan span) => Now + (long)Math.Ceiling(span.TotalMilliseconds);

    /// <summary>What poll() takes for a deadline: never early, so that a timer does not spin through its last millisecond.</summary>
    public int Until(long deadline) =>
        deadline == Never ? -1 : (int)Math.Clamp(deadline - Now + 1, 0, int.MaxValue);
}
