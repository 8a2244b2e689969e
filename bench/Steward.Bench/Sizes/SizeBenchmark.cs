using System.Diagnostics;
using Steward.Bench.Instances;
using Steward.Bench.Measures;

namespace Steward.Bench.Sizes;

/// <summary>The size of one file that holds Steward and its runtime.</summary>
internal sealed class SizeBenchmark : IBenchmark
{
    private const double Megabyte = 1e6;

    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(10);

    public string Name => "size";

    public async IAsyncEnumerable<Row> RunAsync(BenchContext context)
    {
        yield return await PublishedAsync(context, "one file to install, native", "-p:Native=true") with { Target = 70 };
        yield return await PublishedAsync(context, "one file with its runtime, trimmed", "-p:PublishSingleFile=true", "-p:PublishReadyToRun=true", "-p:PublishTrimmed=true", "-p:DebugType=none");
    }

    private static async Task<Row> PublishedAsync(BenchContext context, string what, params string[] properties)
    {
        var folder = Directory.CreateTempSubdirectory("steward-bench-size-");
        try
        {
            var output = await PublishAsync(context.Program.Root, folder, properties);
            var warnings = output.Split('\n').Where(static line => line.Contains("warning IL", StringComparison.Ordinal)).Distinct().Count();
            var file = new FileInfo(Path.Combine(folder.FullName, "out", "steward"));
            if (!file.Exists) throw new InvalidOperationException(output);
            var took = await new Command(file.FullName, ["--version"]).RepeatAsync(context.Runs);
            return new Row(what, "MB", new Samples([file.Length / Megabyte])) { Note = $"`--version` of it: {took.Median:0} ms; {warnings} trim warnings" };
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static async Task<string> PublishAsync(string root, DirectoryInfo folder, string[] properties)
    {
        var start = new ProcessStartInfo("dotnet", [
            "publish", "src/Steward.Cli", "-c", "Release", "-r", "linux-x64", "--self-contained", "true",
            "-p:RunAnalyzers=false", "-p:RestorePackagesWithLockFile=false", "-p:NuGetLockFilePath=none.lock.json", "-maxcpucount:1", "-nodeReuse:false",
            .. properties, "--artifacts-path", Path.Combine(folder.FullName, "work"), "-o", Path.Combine(folder.FullName, "out"), "-v", "quiet", "-nologo"])
        {
            WorkingDirectory = root,
            RedirectStandardOutput = true,
        };
        start.Environment["UseSharedCompilation"] = "false";
        using var publish = Process.Start(start)!;
        try
        {
            var output = await publish.StandardOutput.ReadToEndAsync().WaitAsync(Limit, TimeProvider.System);
            await publish.WaitForExitAsync();
            return output;
        }
        finally
        {
            if (!publish.HasExited) publish.Kill(entireProcessTree: true);
        }
    }
}
