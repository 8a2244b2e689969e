using Steward.Chaos.Tests.Instances;
using Steward.Chaos.Tests.Ledgers;
using Steward.Chaos.Tests.Storms;
using Steward.ClaudeCode.Tests.LanguageModel;

namespace Steward.Chaos.Tests.ClaudeCode;

/// <summary>Sessions of Claude Code at work, each with a subscriber, while the daemon, the keeper, an agent or the model fails at random moments.</summary>
internal sealed class ClaudeStorm : IDisposable
{
    private const int LongestPause = 1200, LongestTrouble = 1500;

    // An agent comes back in a second or two, and longer where others want the processor too.
    private static readonly TimeSpan HealLimit = TimeSpan.FromSeconds(90), LongestWait = TimeSpan.FromSeconds(10);

    private static readonly string[] Agents = [ClaudeAgents.Ruled, ClaudeAgents.Ruled, ClaudeAgents.Asking];

    private readonly Instance _instance;
    private readonly ModelEndpoint _model;
    private readonly Random _chance;
    private readonly Queue<Failure> _next = [];
    private readonly List<ClaudeSession> _sessions = [];
    private readonly ClaudeStormReport _report = new();

    private ClaudeStorm(Instance instance, ModelEndpoint model, int seed) => (_instance, _model, _chance) = (instance, model, new Random(seed));

    public static async Task<ClaudeStormReport> RunAsync(int cycles, int seed, TimeSpan? budget = null)
    {
        var folder = Directory.CreateTempSubdirectory("chaos-claude-");
        var report = await RunAsync(folder.FullName, cycles, seed, budget ?? TimeSpan.FromMinutes(30));
        if (report.Breaches.Count == 0) folder.Delete(recursive: true);
        else Console.WriteLine($"{folder.FullName} is kept: the journal, and what Claude Code wrote down of its conversations.");
        return report;
    }

    private static async Task<ClaudeStormReport> RunAsync(string folder, int cycles, int seed, TimeSpan budget)
    {
        using var model = new ModelEndpoint();
        await using var instance = Instance.Create(folder, moreAgents: ClaudeAgents.Settings(folder, model.Address));
        using var storm = new ClaudeStorm(instance, model, seed);
        await instance.StartAsync();
        await storm.RageAsync(cycles, budget);
        return storm._report;
    }

    public void Dispose() => _sessions.ForEach(static session => session.Dispose());

    private async Task RageAsync(int cycles, TimeSpan budget)
    {
        using var enough = new CancellationTokenSource();
        using var over = new CancellationTokenSource(budget + 3 * HealLimit, TimeProvider.System);
        foreach (var agent in Agents) _sessions.Add(await ClaudeSession.OpenAsync(_instance, agent, $"m{_sessions.Count}", new Random(_chance.Next())));
        var following = _sessions.ConvertAll(session => session.Follower.FollowAsync(over.Token));
        var writing = _sessions.ConvertAll(session => session.Writer.WriteAsync(enough.Token, over.Token));
        await Eventually.TrueAsync("every session has worked", () => _sessions.TrueForAll(static session => session.Follower.HasOpenTurns));
        var began = TimeProvider.System.GetTimestamp();
        for (var cycle = 0; cycle < cycles && TimeProvider.System.GetElapsedTime(began) < budget; cycle++) await CycleAsync(over.Token);
        await enough.CancelAsync();
        await Task.WhenAll(writing);
        var aftermath = new Aftermath(_instance, "[[text:awake]]") { Patience = HealLimit };
        var histories = await aftermath.HealAsync(_sessions.ConvertAll(static session => session.Follower));
        await over.CancelAsync();
        await Task.WhenAll(following);
        foreach (var (history, session) in histories.Zip(_sessions)) session.Judge(history, _report);
        CheckOverall();
        _report.Breaches.AddRange(await aftermath.CheckTheEndAsync(histories));
    }

    private async Task CycleAsync(CancellationToken over)
    {
        await Task.Delay(TimeSpan.FromMilliseconds(_chance.Next(LongestPause + 1)), TimeProvider.System, over);
        var session = await ABusyOneAsync(over);
        var failure = NextFailure();
        _report.Failures[failure]++;
        await (failure switch
        {
            Failure.DaemonDies => _instance.KillDaemonAsync(),
            Failure.KeeperDies => KeeperDiesAsync(),
            Failure.AgentDies => AgentDiesAsync(session),
            Failure.ModelHangsUp => ModelFailsAsync(ModelTrouble.HangsUp, over),
            Failure.ModelIsOverloaded => ModelFailsAsync(ModelTrouble.Overloaded, over),
        });
        await _instance.AnsweredAsync(over);
    }

    /// <summary>Each kind once, in the order of chance, and then anew.</summary>
    private Failure NextFailure()
    {
        if (_next.Count == 0)
            foreach (var failure in Enum.GetValues<Failure>().OrderBy(_ => _chance.Next())) _next.Enqueue(failure);
        return _next.Dequeue();
    }

    private async Task<ClaudeSession> ABusyOneAsync(CancellationToken over)
    {
        var session = _sessions[_chance.Next(_sessions.Count)];
        var began = TimeProvider.System.GetTimestamp();
        while (session.Processes.Count == 0 && TimeProvider.System.GetElapsedTime(began) < LongestWait)
            await Task.Delay(TimeSpan.FromMilliseconds(5), TimeProvider.System, over);
        return session;
    }

    /// <summary>Whatever it had started is left alone, until the next keeper has ended it.</summary>
    private async Task KeeperDiesAsync()
    {
        var all = _instance.Alive();
        await _instance.KillKeeperAsync();
        await _instance.StartAsync();
        await GoneAsync(all, "outlives the keeper that started it");
    }

    private static async Task AgentDiesAsync(ClaudeSession session)
    {
        var all = session.Processes;
        foreach (var agent in all.Where(static process => process.CommandLine.Contains("stream-json", StringComparison.Ordinal))) agent.EndAtOnce();
        await GoneAsync(all, "outlives its agent");
    }

    private async Task ModelFailsAsync(ModelTrouble trouble, CancellationToken over)
    {
        var from = TimeProvider.System.GetUtcNow();
        _model.Trouble = trouble;
        await Task.Delay(TimeSpan.FromMilliseconds(_chance.Next(LongestTrouble)), TimeProvider.System, over);
        _model.Trouble = ModelTrouble.None;
        if (trouble == ModelTrouble.HangsUp) _report.HangUps.Add((from, TimeProvider.System.GetUtcNow()));
    }

    private static Task GoneAsync(IReadOnlyList<LiveProcess> processes, string otherwise) => Eventually.TrueAsync(
        $"nothing {otherwise}", () => processes.All(static process => !process.IsAlive), () => string.Join("; ", processes.Where(static process => process.IsAlive)));

    private void CheckOverall()
    {
        if (_report.Acknowledged == 0 || _report.Commands == 0) _report.Breaches.Add("nothing was done: this run proves nothing");
        if (_report.Interrupted > _report.Failures[Failure.KeeperDies] * _sessions.Count) _report.Breaches.Add("turns were cut off more often than a keeper died");
        if (_report.LostAgents > _report.Failures[Failure.AgentDies]) _report.Breaches.Add($"{_report.LostAgents} turns ended with their agent, of which {_report.Failures[Failure.AgentDies]} were killed");
    }
}
