namespace Steward.Protocol.Permissions;

/// <summary>A rule that the owner gives: to one agent, to one session, or, with neither, to every agent. <paramref name="Verdict"/>: allow, ask or deny.</summary>
public sealed record AddRuleRequest(string Verdict, string Rule)
{
    public string? Agent { get; init; }

    /// <summary>Id, short id, name or pid.</summary>
    public string? Session { get; init; }
}

/// <summary>A rule that answers for the owner. <paramref name="Source"/>: settings (config.json), agent or session (remembered).</summary>
public sealed record PermissionRuleView(string Source, string Verdict, string Rule, string Agent)
{
    /// <summary>By which it is taken back; those of the settings stand in config.json and have none.</summary>
    public string? Id { get; init; }

    public string? SessionId { get; init; }
}
