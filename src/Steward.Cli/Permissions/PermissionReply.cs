namespace Steward.Cli.Permissions;

internal enum ReplyKind
{
    Allow,
    Deny,
    ShowFull,

    /// <summary>A choice was made; there may be another one to make.</summary>
    Choose,
}

/// <summary>What somebody answered to a question.</summary>
internal sealed record PermissionReply(ReplyKind Kind)
{
    /// <summary>session or agent.</summary>
    public string? Remember { get; init; }

    public string? Reason { get; init; }

    public bool EndTurn { get; init; }

    public static PermissionReply Allow { get; } = new(ReplyKind.Allow);

    private static PermissionReply Deny { get; } = new(ReplyKind.Deny);

    public static PermissionReply? Parse(string line, PermissionQuestion question)
    {
        var said = line.Trim();
        if (question.IsChoice && question.FullyShown && question.TryChoose(said)) return new PermissionReply(ReplyKind.Choose);
        return said.ToLowerInvariant() switch
        {
            "n" or "no" => Deny,
            "s" or "stop" => Deny with { EndTurn = true },
            "f" or "full" when !question.FullyShown => new PermissionReply(ReplyKind.ShowFull),
            "y" or "yes" when question is { FullyShown: true, IsChoice: false } => Allow,
            "a" or "always" when question is { FullyShown: true, IsPermission: true } => Allow with { Remember = "session" },
            "agent" when question is { FullyShown: true, IsPermission: true } => Allow with { Remember = "agent" },
            _ when said.StartsWith("n ", StringComparison.Ordinal) => Deny with { Reason = said[2..].Trim() },
            _ when said.StartsWith("s ", StringComparison.Ordinal) => Deny with { EndTurn = true, Reason = said[2..].Trim() },
            // To a plan whatever else is said is what its owner wants changed.
            { Length: > 0 } when question is { FullyShown: true, IsPlan: true } => Deny with { Reason = said },
            _ => null,
        };
    }
}
