namespace Steward.Keeper.Children;

/// <summary>How a process ended: by itself with a code, by a signal, or unknown to us (both null).</summary>
internal readonly record struct ExitStatus(int? Code, int? Signal)
{
    public static ExitStatus Unknown => default;

    public static ExitStatus FromWait(int status) =>
        (status & 0x7F) == 0 ? new ExitStatus((status >> 8) & 0xFF, null) : new ExitStatus(null, status & 0x7F);

    public override string ToString() =>
        Code is { } code ? $"exit code {code}" : Signal is { } signal ? $"signal {signal}" : "an unknown end";
}
