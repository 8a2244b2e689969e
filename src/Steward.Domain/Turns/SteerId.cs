namespace Steward.Domain.Turns;

/// <summary>The handle of a message that was sent into a running turn; its uuid is what the agent knows it by.</summary>
public readonly record struct SteerId(string Value)
{
    private const string Prefix = "steer_";

    public Guid Uuid => Guid.ParseExact(Value[Prefix.Length..], "N");

    /// <summary>As the agent names it: messages of both kinds are the same to it.</summary>
    public TurnId Message => TurnId.From(Uuid);

    public static SteerId From(Guid random) => new(Prefix + random.ToString("N"));

    public override string ToString() => Value;
}
