namespace Steward.Domain.Sessions;

/// <summary>The handle of a session: <c>sess_</c> and 16 hexadecimal digits; the first eight of them are its short id.</summary>
public readonly record struct SessionId(string Value)
{
    private const string Prefix = "sess_";

    public string ShortId => Value.Length >= Prefix.Length + 8 ? Value.Substring(Prefix.Length, 8) : Value;

    public static SessionId From(Guid random) => new(Prefix + random.ToString("N")[..16]);

    public override string ToString() => Value;
}
