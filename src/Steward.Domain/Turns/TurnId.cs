namespace Steward.Domain.Turns;

/// <summary>The handle of a turn. The uuid inside it is the idempotency key that an agent sees: the same turn, sent again, carries the same one.</summary>
public readonly record struct TurnId(string Value)
{
    private const string Prefix = "turn_";

    public Guid Uuid => Guid.ParseExact(Value[Prefix.Length..], "N");

    public static TurnId From(Guid random) => new(Prefix + random.ToString("N"));

    public override string ToString() => Value;
}
