namespace Steward.Domain.Processes;

/// <summary>How a process ended. Neither is known when it died with its keeper.</summary>
public sealed record ProcessExit(int? Code, int? Signal)
{
    public static ProcessExit Unknown { get; } = new(null, null);

    public override string ToString() => (Code, Signal) switch
    {
        ({ } code, _) => $"exit code {code}",
        (_, { } signal) => $"signal {signal}",
        _ => "an unknown end",
    };
}
