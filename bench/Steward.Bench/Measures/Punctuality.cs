using System.Diagnostics;

namespace Steward.Bench.Measures;

/// <summary>How late the machine wakes a thread that waits for two milliseconds, in the meantime. Nothing that hands work from thread to thread can be more punctual.</summary>
internal sealed class Punctuality : IDisposable
{
    private static readonly TimeSpan Nap = TimeSpan.FromMilliseconds(2);

    private readonly List<double> _late = [];
    private readonly ManualResetEvent _enough = new(initialState: false);
    private readonly Thread _sleeper;

    public Punctuality()
    {
        _sleeper = new Thread(Sleep) { IsBackground = true };
        _sleeper.Start();
    }

    /// <summary>Ends the measurement.</summary>
    public string Note()
    {
        _enough.Set();
        _sleeper.Join();
        var late = new Samples([.. _late]);
        return $"a thread that slept meanwhile was woken {late.Median:0.00} ms late, p99 {late.At(0.99):0.0} ms, worst {late.Max:0.0} ms";
    }

    public void Dispose()
    {
        _enough.Set();
        _sleeper.Join();
        _enough.Dispose();
    }

    private void Sleep()
    {
        for (var asleep = Stopwatch.GetTimestamp(); !_enough.WaitOne(Nap); asleep = Stopwatch.GetTimestamp())
            _late.Add((Stopwatch.GetElapsedTime(asleep) - Nap).TotalMilliseconds);
    }
}
