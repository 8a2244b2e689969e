using Steward.Bench.Instances;
using Steward.Bench.Measures;

namespace Steward.Bench.Commands;

/// <summary><c>steward --version</c>: what every run of the program costs before it does anything.</summary>
internal sealed class VersionBenchmark : IBenchmark
{
    private const int Times = 4;

    public string Name => "version";

    public async IAsyncEnumerable<Row> RunAsync(BenchContext context)
    {
        var runs = context.Runs * Times;
        yield return new Row("`steward --version`", "ms", await new Command(context.Program.Path, ["--version"]).RepeatAsync(runs)) { Target = 35 };
        yield return new Row("the same through the launcher `./steward`", "ms", await new Command(context.Program.Launcher, ["--version"]).RepeatAsync(runs));
        foreach (var peer in context.Peers.All)
        {
            using var home = context.Peers.NewHome();
            yield return new Row($"`{peer.Name} --version`", "ms", await home.Command(peer, "--version").RepeatAsync(runs)) { Note = peer.Version };
            await home.EndEverythingAsync();
        }
    }
}
