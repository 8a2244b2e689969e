namespace Steward.Bench.Measures;

/// <summary>One line of the table: what was measured, how it turned out, and what it should have been.</summary>
internal sealed record Row(string What, string Unit, Samples Samples)
{
    /// <summary>The figure to reach; null where there is none.</summary>
    public double? Target { get; init; }

    public bool MoreIsBetter { get; init; }

    /// <summary>What stands beside the figures: counts, and what the samples are.</summary>
    public string Note { get; init; } = "";

    public bool? IsMet => Target is not { } target ? null : MoreIsBetter ? Samples.Median >= target : Samples.Median <= target;
}
