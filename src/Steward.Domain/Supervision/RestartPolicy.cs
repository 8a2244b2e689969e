namespace Steward.Domain.Supervision;

/// <summary>When a process that ended is started again, and when it is left alone until its owner says so.</summary>
public sealed record RestartPolicy
{
    public static RestartPolicy Default { get; } = new();

    /// <summary>The exit code with which a process says that trying again is useless.</summary>
    public int PermanentExitCode { get; init; } = 78;
    public TimeSpan InitialDelay { get; init; } = TimeSpan.FromSeconds(2);
    public TimeSpan LongestDelay { get; init; } = TimeSpan.FromSeconds(120);
    public int Multiplier { get; init; } = 2;
    /// <summary>A run shorter than this is a rapid failure; one that lasted as long starts afresh.</summary>
    public TimeSpan RapidBelow { get; init; } = TimeSpan.FromSeconds(10);
    public int RapidFailuresToPark { get; init; } = 5;

    public RestartDecision Decide(RestartHistory history, int? exitCode, TimeSpan ranFor)
    {
        if (exitCode == PermanentExitCode)
            return new RestartDecision.Park(ParkReason.Permanent, history with { Failures = history.Failures + 1 });

        var before = ranFor < RapidBelow ? history : RestartHistory.None;
        var after = new RestartHistory(ranFor < RapidBelow ? before.Failures + 1 : 0, Next(before.Delay));
        return after.Failures >= RapidFailuresToPark
            ? new RestartDecision.Park(ParkReason.RapidFailures, after)
            : new RestartDecision.Restart(after.Delay, after);
    }

    private TimeSpan Next(TimeSpan last)
    {
        if (last <= TimeSpan.Zero) return InitialDelay < LongestDelay ? InitialDelay : LongestDelay;
        // Divided and not multiplied: a long delay times the multiplier could leave the range of TimeSpan.
        return last >= LongestDelay / Multiplier ? LongestDelay : last * Multiplier;
    }
}
