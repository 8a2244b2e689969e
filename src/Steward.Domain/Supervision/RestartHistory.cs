namespace Steward.Domain.Supervision;

/// <summary>What a restart policy remembers of a process: rapid failures in a row, and the last delay (zero: none yet).</summary>
public readonly record struct RestartHistory(int Failures, TimeSpan Delay)
{
    public static RestartHistory None => default;
}
