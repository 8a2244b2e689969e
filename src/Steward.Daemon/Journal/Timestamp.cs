namespace Steward.Daemon.Journal;

/// <summary>Times are stored as microseconds since 1970, which SQLite's date functions and a person can read.</summary>
internal static class Timestamp
{
    public static long ToMicroseconds(DateTimeOffset at) => (at.UtcTicks - DateTimeOffset.UnixEpoch.UtcTicks) / TimeSpan.TicksPerMicrosecond;

    // A damaged row may hold any number; it is refused by its checksum, not by an overflow on the way there.
    public static DateTimeOffset FromMicroseconds(long at) => DateTimeOffset.UnixEpoch.AddTicks(
        Math.Clamp(at, ToMicroseconds(DateTimeOffset.MinValue), ToMicroseconds(DateTimeOffset.MaxValue)) * TimeSpan.TicksPerMicrosecond);
}
