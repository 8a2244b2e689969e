using System.Diagnostics;
using System.Globalization;
using Steward.Bench;
using Steward.Bench.ClaudeCode;
using Steward.Bench.Commands;
using Steward.Bench.Floods;
using Steward.Bench.Instances;
using Steward.Bench.Journal;
using Steward.Bench.Lifecycle;
using Steward.Bench.Measures;
using Steward.Bench.Peers;
using Steward.Bench.Reports;
using Steward.Bench.Sizes;
using Steward.Bench.Streams;

IBenchmark[] all =
[
    new VersionBenchmark(), new StatusBenchmark(), new StartBenchmark(), new MemoryBenchmark(), new KillBenchmark(), new AppendBenchmark(),
    new ApiAppendBenchmark(), new LatencyBenchmark(), new FanOutBenchmark(), new WarmTurnBenchmark(), new ReplayBenchmark(), new FloodBenchmark(),
    new SizeBenchmark(), new ClaudeTurnBenchmark(), new ClaudeMemoryBenchmark(), new ClaudeManyBenchmark(),
];

if (args is [SubscriberCrowd.Verb, var socketPath, var count])
    return await SubscriberCrowd.RunAsync(socketPath, int.Parse(count, CultureInfo.InvariantCulture));
if (BenchOptions.Parse(args) is not { } options || options.Names.Any(name => all.All(benchmark => benchmark.Name != name)))
{
    Console.Error.WriteLine($"usage: Steward.Bench [NAME…] [--runs N] [--peers FOLDER] [--write FILE]\nnames: {string.Join(' ', all.Select(static benchmark => benchmark.Name))}");
    return 2;
}

using var peers = options.Peers is { } folder ? InstalledPeers.In(folder) : InstalledPeers.None;
var context = new BenchContext(StewardProgram.Find(), peers, options.Runs);
var (rows, failed, loads) = (new List<Row>(), 0, new List<string> { Machine.Load });
foreach (var benchmark in all.Where(benchmark => options.Names.Count == 0 || options.Names.Contains(benchmark.Name)))
{
    Console.Error.WriteLine($"{benchmark.Name} (load {Machine.Load})");
    try
    {
        await foreach (var row in benchmark.RunAsync(context))
        {
            rows.Add(row);
            Console.Write(MarkdownTable.Of([row]).Split('\n')[2] + "\n");
        }
    }
    catch (Exception failure)
    {
        // The other figures are worth having all the same.
        Console.Error.WriteLine($"{benchmark.Name} failed: {failure}");
        failed++;
    }
}
loads.Add(Machine.Load);
if (options.Write is { } document)
{
    var figures = $"""
        {Machine.Words}. Build: commit {Commit(context.Program.Root)}. Load of the machine at the beginning and at the end: {string.Join(", ", loads)}.

        {MarkdownTable.Of(rows)}
        """;
    var before = File.Exists(document) ? await File.ReadAllTextAsync(document) : "# Performance\n";
    await using var file = new StreamWriter(document);
    await file.WriteAsync(MarkdownTable.Into(before, figures));
}
return failed == 0 ? 0 : 1;

static string Commit(string root)
{
    using var git = Process.Start(new ProcessStartInfo("git", ["-C", root, "describe", "--always", "--dirty"]) { RedirectStandardOutput = true })!;
    return git.StandardOutput.ReadToEnd().Trim();
}
