using System.Diagnostics;

namespace Steward.Bench.Instances;

/// <summary>One program run to its end, and how long that took from the outside.</summary>
internal sealed record Command(string Program, IReadOnlyList<string> Arguments)
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(60);

    public IReadOnlyDictionary<string, string> Environment { get; init; } = new Dictionary<string, string>();

    public string? Directory { get; init; }

    /// <summary>Some peers end with a failure although they did what was asked.</summary>
    public bool MayFail { get; init; }

    /// <summary>Where it runs without a network; null for the one that everybody has.</summary>
    public LonelyNetwork? Network { get; init; }

    public async Task<double> MillisecondsAsync()
    {
        var began = Stopwatch.GetTimestamp();
        using var process = Start();
        process.StandardInput.Close();
        var (output, errors) = (process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        using var limit = new CancellationTokenSource(Limit, TimeProvider.System);
        try
        {
            await process.WaitForExitAsync(limit.Token);
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            throw new TimeoutException($"{this} did not end within {Limit.TotalSeconds:0} s.");
        }
        var took = Stopwatch.GetElapsedTime(began).TotalMilliseconds;
        if (process.ExitCode != 0 && !MayFail) throw new InvalidOperationException($"{this} ended with {process.ExitCode}: {await output}{await errors}");
        return took;
    }

    /// <summary>Once unmeasured, so that the files are in the cache; then as often as asked.</summary>
    public async Task<Measures.Samples> RepeatAsync(int runs)
    {
        await MillisecondsAsync();
        return await Measures.Samples.TakeAsync(runs, MillisecondsAsync);
    }

    public Process Start() => Network is null ? Process.Start(StartInfo())! : Network.Start(StartInfo());

    private ProcessStartInfo StartInfo()
    {
        var start = new ProcessStartInfo(Program, Arguments)
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = Directory ?? "/",
        };
        if (Network is not null) start.Environment.Clear();
        foreach (var (name, value) in Environment) start.Environment[name] = value;
        return start;
    }

    public override string ToString() => $"{Path.GetFileName(Program)} {string.Join(' ', Arguments)}";
}
