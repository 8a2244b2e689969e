namespace Steward.Domain.Events;

/// <summary>JSON that passes through unread: the bytes that were asked about are the bytes that are shown and sent back.</summary>
public readonly record struct RawJson(string Text)
{
    public static RawJson EmptyObject { get; } = new("{}");

    public override string ToString() => Text;
}
