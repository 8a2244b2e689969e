namespace Steward.Domain.Processes;

/// <summary>Names one start of one process. It is committed before the start is asked for, so that asking twice starts once.</summary>
public readonly record struct LaunchId(string Value)
{
    public override string ToString() => Value;
}
