using System.Collections.Concurrent;
using System.Globalization;
using Steward.Chaos.Tests.Instances;

namespace Steward.Chaos.Tests.Operations;

/// <summary>
/// The same life again and again, each time killed before or after another durable operation, until there is none left to be killed at. Wide
/// strides first, then what lies between, so that time that runs out leaves a coarser sweep and never an unfinished one.
/// </summary>
internal sealed class OperationSweep(int stride, TimeSpan budget)
{
    // Most of a life is waiting: for commits, for processes to start and to end.
    private const int Workers = 4;

    private readonly ConcurrentQueue<string> _breaches = [];
    private readonly long _began = TimeProvider.System.GetTimestamp();
    private int _runs, _kills, _last;

    public IReadOnlyCollection<string> Breaches => _breaches;

    public int Runs => _runs;

    /// <summary>Every how many operations there was a kill, before and after.</summary>
    public double Step { get; private set; }

    public override string ToString() => string.Create(CultureInfo.InvariantCulture,
        $"{_kills} kills in {_runs} lives, before and after every {(Step == 1 ? "" : $"{Step:0.#}th of ")}{_last} durable operations");

    private bool TimeIsLeft => TimeProvider.System.GetElapsedTime(_began) < budget;

    /// <param name="finest">1: every operation, as far as the time goes.</param>
    public async Task RunAsync(int finest)
    {
        var offsets = Halving(stride, finest);
        for (var round = 0; round < offsets.Count && (round == 0 || TimeIsLeft); round++)
            if (await RoundAsync(offsets[round], toTheEnd: round == 0)) Step = (double)stride / (round + 1);
        if (_kills == 0) _breaches.Enqueue("no operation was ever reached: the sweep proves nothing");
    }

    /// <summary>0, then the middle, then the quarters…: each round halves the distance between the kills.</summary>
    private static List<int> Halving(int stride, int finest)
    {
        var offsets = new List<int> { 0 };
        for (var half = stride / 2; half >= finest && half > 0; half /= 2)
            offsets.AddRange(Enumerable.Range(0, stride / half).Select(i => i * half).Except(offsets).ToList());
        return offsets;
    }

    /// <summary>True when it was gone through to the end.</summary>
    private async Task<bool> RoundAsync(int offset, bool toTheEnd)
    {
        var next = -1;
        var ended = false;
        await Task.WhenAll(Enumerable.Range(0, Workers).Select(_ => Task.Run(WorkAsync)));
        return ended;

        async Task WorkAsync()
        {
            while (!ended && (toTheEnd || TimeIsLeft))
            {
                var number = 1 + offset + stride * Interlocked.Increment(ref next);
                var before = await KilledAsync($"{number}:before");
                var after = await KilledAsync($"{number}:after");
                if (!before && !after) ended = true;
                else Interlocked.Exchange(ref _last, Math.Max(_last, number));
            }
        }
    }

    private async Task<bool> KilledAsync(string at)
    {
        await using var instance = Instance.Create();
        var mark = instance.PathOf("killed");
        instance.Environment["STEWARD_TEST_HOOKS"] = "1";
        instance.Environment["STEWARD_KILL_AT"] = at;
        instance.Environment["STEWARD_FAULT_MARK"] = mark;
        Interlocked.Increment(ref _runs);
        try
        {
            foreach (var breach in await new FixedScenario(instance).PlayAsync()) _breaches.Enqueue($"killed at {at}: {breach}");
            await instance.StopAsync();
            if (instance.Alive() is { Count: > 0 } left) _breaches.Enqueue($"killed at {at}: still alive after stop: {string.Join("; ", left)}");
        }
        catch (Exception failure)
        {
            // Whatever it was, the other operations are still worth a kill.
            _breaches.Enqueue($"killed at {at}: {failure.Message}\n{instance.Logs()}");
        }
        var killed = File.Exists(mark);
        if (killed) Interlocked.Increment(ref _kills);
        return killed;
    }
}
