using System.Diagnostics;
using Steward.Bench.Instances;
using Steward.Bench.Measures;

namespace Steward.Bench.Lifecycle;

/// <summary>The daemon is killed while 200 requests a second arrive and four agents work.</summary>
internal sealed class KillBenchmark : IBenchmark
{
    private const int Agents = 4;

    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(10), Rest = TimeSpan.FromSeconds(1);

    public string Name => "kill";

    public async IAsyncEnumerable<Row> RunAsync(BenchContext context)
    {
        await using var instance = await Instance.BusyAsync(context.Program);
        var sessions = new List<string>();
        for (var i = 0; i < Agents; i++) sessions.Add(await WorkingAsync(instance));
        var before = await PidsAsync(instance, sessions);
        await using var storm = new RequestStorm(instance.State.Port, instance.Home.ApiSocket);
        storm.Begin();
        var answers = await Samples.TakeAsync(context.Runs, async () =>
        {
            await Task.Delay(Rest, TimeProvider.System);
            return await KilledAsync(instance, storm);
        });
        await Task.Delay(Rest, TimeProvider.System);
        await storm.EndAsync();
        var lost = before.Except(await PidsAsync(instance, sessions)).Count();
        yield return new Row("daemon killed → answers again, under 200 requests/s", "ms", answers)
        {
            Target = 200,
            Note = $"{storm.Sent} requests on new connections, half TCP, half unix socket: {storm.Refused} refused, {storm.Failed} broken off; {lost} of {Agents} agents lost",
        };
    }

    private static async Task<string> WorkingAsync(Instance instance)
    {
        var session = await instance.NewSessionAsync();
        var turn = await instance.ScriptAsync(session, "words 1000000 100");
        await foreach (var happened in instance.Client.FollowAsync(session, turn.Seq))
            if (happened.Event == "turn.token") break;
        return session;
    }

    private static async Task<IReadOnlyList<int>> PidsAsync(Instance instance, IEnumerable<string> sessions)
    {
        var pids = new List<int>();
        foreach (var session in sessions) pids.Add((await instance.Client.SessionAsync(session)).Pid ?? 0);
        return pids;
    }

    private static async Task<double> KilledAsync(Instance instance, RequestStorm storm)
    {
        var killed = instance.State.Pid;
        var at = Stopwatch.GetTimestamp();
        Processes.End(killed);
        var answered = await storm.FirstAnswerAfter(at).WaitAsync(Limit, TimeProvider.System);
        return Stopwatch.GetElapsedTime(at, answered).TotalMilliseconds;
    }
}
