using Steward.Chaos.Tests.Instances;
using Steward.Chaos.Tests.Ledgers;

namespace Steward.Chaos.Tests.Storms;

/// <summary>Four writers and two subscribers at work while the daemon, or the keeper, is killed at random moments.</summary>
internal sealed class KillStorm : IDisposable
{
    private const int Sessions = 2, WritersPerSession = 2, LongestPause = 300, WarmUp = 3;

    private static readonly TimeSpan HealLimit = TimeSpan.FromSeconds(30), LongestWait = TimeSpan.FromSeconds(5);

    private readonly Instance _instance;
    private readonly StormReport _report;
    private readonly Random _chance;
    private readonly List<Writer> _writers = [];
    private readonly List<Follower> _followers = [];
    private readonly Aftermath _aftermath;
    private (LiveProcess Process, int Descriptors, long Resident) _keeperAtFirst;

    private KillStorm(Instance instance, StormReport report, int seed) => (_instance, _report, _chance, _aftermath) = (instance, report, new Random(seed), new Aftermath(instance, "#script\nsay awake"));

    public static async Task<StormReport> RunAsync(Victim victim, int cycles, int seed, TimeSpan? budget = null)
    {
        var report = new StormReport(victim, cycles);
        await using var instance = await Instance.StartedAsync();
        using var storm = new KillStorm(instance, report, seed);
        await storm.RageAsync(cycles, budget ?? TimeSpan.FromMinutes(30));
        return report;
    }

    public void Dispose() => _writers.ForEach(static writer => writer.Dispose());

    private async Task RageAsync(int cycles, TimeSpan budget)
    {
        await GatherAsync();
        using var enough = new CancellationTokenSource();
        using var over = new CancellationTokenSource(budget + 3 * HealLimit, TimeProvider.System);
        var following = _followers.ConvertAll(follower => follower.FollowAsync(over.Token));
        var writing = _writers.ConvertAll(writer => writer.WriteAsync(enough.Token, over.Token));
        await Eventually.TrueAsync("every session has worked", () => _followers.All(static follower => follower.HasOpenTurns));
        var began = TimeProvider.System.GetTimestamp();
        for (var cycle = 1; cycle <= cycles && TimeProvider.System.GetElapsedTime(began) < budget; cycle++) await CycleAsync(cycle, over.Token);
        await enough.CancelAsync();
        await Task.WhenAll(writing);
        var histories = await _aftermath.HealAsync(_followers);
        await over.CancelAsync();
        await Task.WhenAll(following);
        await JudgeAsync(histories);
    }

    private async Task GatherAsync()
    {
        for (var i = 0; i < Sessions; i++)
        {
            var session = (await _instance.NewSessionAsync()).Id;
            var follower = new Follower(_instance, session);
            _followers.Add(follower);
            for (var j = 0; j < WritersPerSession; j++)
                _writers.Add(new Writer($"writer-{i}-{j}", session, _instance, follower, new Random(_chance.Next())));
        }
    }

    private async Task CycleAsync(int cycle, CancellationToken over)
    {
        await Task.Delay(TimeSpan.FromMilliseconds(_chance.Next(LongestPause + 1)), TimeProvider.System, over);
        // Chance alone hits the short moments of a request too rarely: now and then the kill waits for one.
        if (cycle % 3 == 0) await AMomentOfAskingAsync(over);
        if (cycle == WarmUp) MeasureKeeper();
        var (asking, working) = (_writers.Exists(static writer => writer.IsAsking), _followers.Exists(static follower => follower.HasOpenTurns));
        var began = TimeProvider.System.GetTimestamp();
        if (_report.Victim == Victim.Keeper)
        {
            await _instance.KillKeeperAsync();
            await _instance.StartAsync();
        }
        else
        {
            await _instance.KillDaemonAsync();
        }
        await _instance.AnsweredAsync(over);
        _report.Recoveries.Add(TimeProvider.System.GetElapsedTime(began));
        _report.Kills++;
        if (asking) _report.KillsWhileAsking++;
        if (working) _report.KillsWhileWorking++;
    }

    private async Task AMomentOfAskingAsync(CancellationToken over)
    {
        var began = TimeProvider.System.GetTimestamp();
        while (!_writers.Exists(static writer => writer.IsAsking) && TimeProvider.System.GetElapsedTime(began) < LongestWait)
            await Task.Delay(TimeSpan.FromMilliseconds(1), TimeProvider.System, over);
    }

    private async Task JudgeAsync(List<History> histories)
    {
        foreach (var (history, follower) in histories.Zip(_followers))
        {
            // The tail of an idle process (or its loss) may still come after the last turn: both are looked at up to the same event.
            var heard = follower.Heard.Where(happened => happened.Seq <= history.Events[^1].Seq).ToList();
            var audit = Examine(history).SameAs(heard, "the subscriber");
            _report.Turns += audit.Turns;
            _report.Interrupted += audit.Interrupted;
            _report.Reconnects += follower.Reconnects;
            _report.Breaches.AddRange(audit.Breaches);
        }
        _report.Intended = _writers.Sum(static writer => writer.Intended.Count);
        _report.Acknowledged = _writers.Sum(static writer => writer.Acknowledged.Count);
        CheckOverall(histories);
        _report.Breaches.AddRange(await _aftermath.CheckTheEndAsync(histories));
    }

    private Audit Examine(History history)
    {
        var writers = _writers.Where(writer => writer.Intended.Exists(message => message.Session == history.Session)).ToList();
        var ledger = _instance.PathOf($"ledger-{history.Session}");
        return new Audit(history, _report.Victim == Victim.Daemon).Check(
            [.. writers.SelectMany(static writer => writer.Intended)],
            writers.SelectMany(static writer => writer.Acknowledged).ToDictionary(static ack => ack.Key, static ack => ack.Value.TurnId),
            File.Exists(ledger) ? File.ReadAllLines(ledger) : []);
    }

    private void CheckOverall(List<History> histories)
    {
        var gseqs = histories.SelectMany(static history => history.Events).Select(static happened => happened.Gseq).ToList();
        if (gseqs.Distinct().Count() != gseqs.Count) _report.Breaches.Add("a gseq was given twice");
        if (_report.KillsWhileAsking == 0 || _report.KillsWhileWorking == 0)
            _report.Breaches.Add("no kill hit a busy moment: this run proves nothing");
        if (_report.Kills * 4 < _report.Cycles) _report.Breaches.Add($"the time was enough for {_report.Kills} of {_report.Cycles} cycles");
        if (_report.Victim == Victim.Daemon) CompareKeeper();
    }

    private void MeasureKeeper()
    {
        var keeper = _instance.Keeper;
        _keeperAtFirst = (keeper, keeper.Descriptors, keeper.ResidentKilobytes);
    }

    private void CompareKeeper()
    {
        if (_keeperAtFirst.Process is not { } keeper) return;
        var (descriptors, resident) = (keeper.Descriptors, keeper.ResidentKilobytes);
        if (descriptors > _keeperAtFirst.Descriptors + 2)
            _report.Breaches.Add($"the keeper had {_keeperAtFirst.Descriptors} descriptors, and has {descriptors}");
        // A young .NET process grows by some MiB until its first collections; what grows with the storm grows by more.
        if (resident > _keeperAtFirst.Resident + (16 << 10))
            _report.Breaches.Add($"the keeper had {_keeperAtFirst.Resident} KiB, and has {resident}");
    }
}
