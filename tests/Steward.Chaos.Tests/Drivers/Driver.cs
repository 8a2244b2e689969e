using System.Globalization;
using Steward.Chaos.Tests.Agents;
using Steward.Chaos.Tests.ClaudeCode;
using Steward.Chaos.Tests.Instances;
using Steward.Chaos.Tests.Keepers;
using Steward.Chaos.Tests.Operations;
using Steward.Chaos.Tests.Storms;

namespace Steward.Chaos.Tests.Drivers;

/// <summary>The long runs. Each prints its figures and ends with <c>N passed, N failed</c>.</summary>
internal static class Driver
{
    private static readonly Dictionary<string, Func<Arguments, Task<Outcome>>> Runs = new(StringComparer.Ordinal)
    {
        ["cycles"] = CyclesAsync,
        ["claude"] = ClaudeAsync,
        ["operations"] = OperationsAsync,
        ["rounds"] = RoundsAsync,
        ["flood"] = FloodAsync,
    };

    public static bool Knows(string verb) => Runs.ContainsKey(verb);

    public static async Task<int> RunAsync(string verb, string[] arguments)
    {
        var began = TimeProvider.System.GetTimestamp();
        var outcome = await Attempt(Runs[verb], new Arguments(arguments));
        foreach (var breach in outcome.Breaches.Take(40)) Console.WriteLine($"  BROKEN {breach}");
        if (outcome.Breaches.Count > 40) Console.WriteLine($"  … and {outcome.Breaches.Count - 40} more");
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"{verb}: {outcome.Figures}; {TimeProvider.System.GetElapsedTime(began).TotalSeconds:0} s in all"));
        var failed = outcome.Breaches.Count > 0 ? 1 : 0;
        Console.WriteLine($"{Math.Max(0, outcome.Ran - failed)} passed, {failed} failed");
        return failed == 0 ? 0 : 1;
    }

    private static async Task<Outcome> Attempt(Func<Arguments, Task<Outcome>> run, Arguments arguments)
    {
        try
        {
            return await run(arguments);
        }
        catch (Exception failure)
        {
            // A run that cannot go on has failed, and says so in the words that whoever adds up the runs understands.
            return new Outcome("not finished", 1, [failure.ToString()]);
        }
    }

    private static async Task<Outcome> CyclesAsync(Arguments arguments)
    {
        var victim = Enum.Parse<Victim>(arguments.Named("--kill") ?? "daemon", ignoreCase: true);
        var report = await KillStorm.RunAsync(victim, arguments.Count ?? 100, SeedOf(arguments), arguments.Seconds);
        return new Outcome(report.ToString(), report.Kills, report.Breaches);
    }

    private static async Task<Outcome> ClaudeAsync(Arguments arguments)
    {
        var report = await ClaudeStorm.RunAsync(arguments.Count ?? 20, SeedOf(arguments), arguments.Seconds);
        return new Outcome(report.ToString(), report.Cycles, report.Breaches);
    }

    private static int SeedOf(Arguments arguments)
    {
        var seed = arguments.Number("--seed") ?? Random.Shared.Next();
        Console.WriteLine($"seed {seed}");
        return seed;
    }

    private static async Task<Outcome> OperationsAsync(Arguments arguments)
    {
        var sweep = new OperationSweep(arguments.Number("--stride") ?? 8, arguments.Seconds ?? TimeSpan.FromHours(1));
        await sweep.RunAsync(arguments.Number("--finest") ?? 1);
        return new Outcome(sweep.ToString(), sweep.Runs, [.. sweep.Breaches]);
    }

    private static async Task<Outcome> RoundsAsync(Arguments arguments)
    {
        var rounds = arguments.Count ?? 20;
        var times = await KeeperRace.RunAsync(rounds, arguments.Seconds ?? TimeSpan.FromHours(1));
        var median = times.Order().ElementAt(times.Count / 2).TotalMilliseconds;
        return new Outcome(string.Create(CultureInfo.InvariantCulture,
            $"{times.Count / 3} of {rounds} rounds of 4 keepers, losers left after {median:0} ms (median), {times.Max().TotalMilliseconds:0} ms (most)"), times.Count / 3, []);
    }

    private static async Task<Outcome> FloodAsync(Arguments arguments)
    {
        await using var instance = await Instance.StartedAsync(agentSettings: ", \"turnOutputMb\": 65536");
        var flood = new Flood(instance, (long)(arguments.Count ?? 1024) << 20) { IsOneLine = arguments.Named("--of") == "zeros" };
        await flood.RunAsync();
        return new Outcome(flood.Figures, 1, []);
    }
}

/// <param name="Figures">A line for whoever compares runs.</param>
internal sealed record Outcome(string Figures, int Ran, IReadOnlyList<string> Breaches);

/// <summary>A leading number, and options with a value each.</summary>
internal sealed class Arguments(string[] given)
{
    public int? Count => given is [var first, ..] && int.TryParse(first, NumberStyles.None, CultureInfo.InvariantCulture, out var count) ? count : null;

    public string? Named(string option) => Array.IndexOf(given, option) is >= 0 and var at && at + 1 < given.Length ? given[at + 1] : null;

    /// <summary>Nothing new is begun after that time.</summary>
    public TimeSpan? Seconds => Number("--seconds") is { } seconds ? TimeSpan.FromSeconds(seconds) : null;

    public int? Number(string option) => Named(option) is { } text ? int.Parse(text, CultureInfo.InvariantCulture) : null;
}
