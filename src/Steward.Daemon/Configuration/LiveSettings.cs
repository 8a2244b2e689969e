namespace Steward.Daemon.Configuration;

/// <summary>The settings that count now: one snapshot, swapped whole.</summary>
internal sealed class LiveSettings(Settings first)
{
    private readonly Lock _gate = new();
    private Settings _now = first;

    public Settings Now => Volatile.Read(ref _now);

    public void Change(Func<Settings, Settings> change)
    {
        lock (_gate)
            Volatile.Write(ref _now, change(_now));
    }
}
