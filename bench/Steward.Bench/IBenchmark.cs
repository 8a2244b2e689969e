using Steward.Bench.Instances;
using Steward.Bench.Measures;
using Steward.Bench.Peers;

namespace Steward.Bench;

/// <summary>Something to measure. It bounds its own time, and leaves neither a process nor a file behind.</summary>
internal interface IBenchmark
{
    string Name { get; }

    IAsyncEnumerable<Row> RunAsync(BenchContext context);
}

/// <summary>What every benchmark works with.</summary>
internal sealed record BenchContext(StewardProgram Program, InstalledPeers Peers, int Runs);
