using System.Diagnostics;
using System.Text;
using Steward.Bench.Instances;
using Steward.Bench.Measures;

namespace Steward.Bench.Streams;

/// <summary>How much later the first word of a warm turn comes through Steward than from the same agent directly, over its own pipes.</summary>
internal sealed class WarmTurnBenchmark : IBenchmark
{
    private const int Turns = 100, WarmUp = 50;

    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(60);

    public string Name => "warm-turn";

    public async IAsyncEnumerable<Row> RunAsync(BenchContext context)
    {
        await using var instance = await Instance.BusyAsync(context.Program);
        var (added, through, direct) = (new List<double>(), new List<double>(), new List<double>());
        for (var run = 0; run < context.Runs; run++)
        {
            direct.Add((await DirectlyAsync(context, instance)).Median);
            through.Add((await ThroughAsync(instance)).Median);
            added.Add(through[^1] - direct[^1]);
        }
        yield return new Row("warm turn, first word, added to talking to the same agent directly", "ms", new Samples(added))
        {
            Target = 5,
            Note = $"the demo agent; directly {new Samples(direct).Median:0.00} ms, through POST and SSE {new Samples(through).Median:0.00} ms, medians of {Turns} turns",
        };
    }

    private static async Task<Samples> ThroughAsync(Instance instance)
    {
        using var limit = new CancellationTokenSource(Limit, TimeProvider.System);
        var session = await instance.NewSessionAsync();
        using var stream = RawStream.Open(instance.Home.ApiSocket, $"sessionId={session}");
        var waits = new List<double>();
        for (var turn = 0; turn < WarmUp + Turns; turn++)
        {
            var began = Stopwatch.GetTimestamp();
            var asked = instance.ScriptAsync(session, "say hello");
            await UntilAsync(stream, "event: turn.token\n", limit.Token);
            if (turn >= WarmUp) waits.Add(Stopwatch.GetElapsedTime(began).TotalMilliseconds);
            await asked;
            await UntilIdleAsync(instance, session);
        }
        return new Samples(waits);
    }

    private static async Task UntilAsync(RawStream stream, string mark, CancellationToken stop)
    {
        var buffer = new byte[64 << 10];
        for (var text = ""; !text.Contains(mark, StringComparison.Ordinal);)
            text += Encoding.UTF8.GetString(buffer, 0, await stream.ReceiveAsync(buffer, stop));
    }

    private static async Task UntilIdleAsync(Instance instance, string session)
    {
        while ((await instance.Client.SessionAsync(session)).Status != "idle") await Task.Delay(TimeSpan.FromMilliseconds(5), TimeProvider.System);
    }

    private static async Task<Samples> DirectlyAsync(BenchContext context, Instance instance)
    {
        var home = Directory.CreateDirectory(Path.Combine(instance.Workspace, $"direct-{Stopwatch.GetTimestamp()}")).FullName;
        var command = new Command(context.Program.Path, ["demo-agent", "--session", "bench", "--home", home])
        {
            Environment = new Dictionary<string, string>
            {
                ["STEWARD_DEMO_SCRIPT"] = "1",
                ["STEWARD_DEMO_PACE_MS"] = "0",
                ["DOTNET_TieredPGO"] = "0",
                [Instance.AgentSpins] = "0",
            },
        };
        using var agent = command.Start();
        try
        {
            var waits = new List<double>();
            for (var turn = 0; turn < WarmUp + Turns; turn++)
            {
                var began = Stopwatch.GetTimestamp();
                await agent.StandardInput.WriteLineAsync($$"""{"type":"message","uuid":"{{Guid.NewGuid()}}","attempt":1,"content":"#script\nsay hello"}""");
                await agent.StandardInput.FlushAsync();
                await UntilAsync(agent, "\"words\"");
                if (turn >= WarmUp) waits.Add(Stopwatch.GetElapsedTime(began).TotalMilliseconds);
                await UntilAsync(agent, "\"done\"");
            }
            return new Samples(waits);
        }
        finally
        {
            agent.Kill();
            await agent.WaitForExitAsync();
        }
    }

    private static async Task UntilAsync(Process agent, string mark)
    {
        while (await agent.StandardOutput.ReadLineAsync().WaitAsync(Limit, TimeProvider.System) is { } line)
            if (line.Contains(mark, StringComparison.Ordinal)) return;
        throw new IOException("The agent ended.");
    }
}
