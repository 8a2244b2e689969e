using System.Globalization;

namespace Steward.Chaos.Tests.Storms;

/// <summary>What a storm did, and what it broke.</summary>
internal sealed record StormReport(Victim Victim, int Cycles)
{
    public int Kills { get; set; }

    /// <summary>Kills while a request waited for its answer, and while a turn ran: a storm without both has proved nothing.</summary>
    public int KillsWhileAsking { get; set; }

    public int KillsWhileWorking { get; set; }

    public int Reconnects { get; set; }

    public int Intended { get; set; }

    public int Acknowledged { get; set; }

    public int Turns { get; set; }

    public int Interrupted { get; set; }

    public List<TimeSpan> Recoveries { get; } = [];

    public List<string> Breaches { get; } = [];

    public override string ToString() => string.Create(CultureInfo.InvariantCulture,
        $"{Kills} of {Cycles} cycles, kills of the {Victim.ToString().ToLowerInvariant()} ({KillsWhileAsking} while a request waited, {KillsWhileWorking} while a turn ran), " +
        $"{Intended} intended, {Acknowledged} acknowledged, {Turns} turns ({Interrupted} interrupted), {Reconnects} reconnects, " +
        $"answers again after {Percentile(50)} ms (median), {Percentile(99)} ms (p99)");

    private double Percentile(int percent) =>
        Recoveries.Count == 0 ? 0 : Math.Round(Recoveries.Order().ElementAt((Recoveries.Count - 1) * percent / 100).TotalMilliseconds);
}
