namespace Steward.Daemon.Tests.Logs;

/// <summary>A clock that stands where the test puts it, in a zone two hours ahead of UTC.</summary>
internal sealed class SetClock(DateTimeOffset now) : TimeProvider
{
    public DateTimeOffset Now { get; set; } = now;

    public override TimeZoneInfo LocalTimeZone { get; } = TimeZoneInfo.CreateCustomTimeZone("two ahead", TimeSpan.FromHours(2), null, null);

    public override DateTimeOffset GetUtcNow() => Now;
}
