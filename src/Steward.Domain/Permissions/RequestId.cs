namespace Steward.Domain.Permissions;

/// <summary>The handle of one question to the owner. Random and used once, so that a late click can never answer another question.</summary>
public readonly record struct RequestId(string Value)
{
    public static RequestId From(Guid random) => new("perm_" + random.ToString("N")[..20]);

    public override string ToString() => Value;
}
