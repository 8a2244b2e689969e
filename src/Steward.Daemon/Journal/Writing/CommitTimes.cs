namespace Steward.Daemon.Journal.Writing;

/// <summary>How long the latest commits took, for whoever asks.</summary>
internal sealed class CommitTimes(TimeProvider time)
{
    private const int Kept = 1024;

    private readonly Lock _gate = new();
    private readonly double[] _milliseconds = new double[Kept];
    private long _count, _begun;

    public void Begin() => _begun = time.GetTimestamp();

    public void End()
    {
        var took = time.GetElapsedTime(_begun).TotalMilliseconds;
        lock (_gate)
            _milliseconds[_count++ % Kept] = took;
    }

    public CommitStatistics Read(long fileBytes)
    {
        double[] latest;
        long count;
        lock (_gate)
        {
            count = _count;
            latest = _milliseconds[..(int)Math.Min(count, Kept)];
        }
        Array.Sort(latest);
        return new CommitStatistics(count, At(latest, 0.5), At(latest, 0.99), fileBytes);
    }

    private static double At(double[] sorted, double share) => sorted.Length == 0 ? 0 : Math.Round(sorted[(int)((sorted.Length - 1) * share)], 3);
}
