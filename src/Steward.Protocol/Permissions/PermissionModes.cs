namespace Steward.Protocol.Permissions;

/// <summary>How much an agent asks about, in Claude Code's words.</summary>
public static class PermissionModes
{
    public const string Manual = "manual";

    /// <summary>It asks about nothing. Only the owner's configuration of an agent can say so, and no request.</summary>
    public const string Bypass = "bypassPermissions";

    public static IReadOnlyList<string> All { get; } = [Manual, "acceptEdits", "plan", "dontAsk", "auto", Bypass];

    /// <summary>Those that a request may choose.</summary>
    public static IReadOnlyList<string> Choosable { get; } = [.. All.Where(static mode => mode != Bypass)];

    /// <summary>The mode that is meant, or null; <c>default</c> is the older name of <c>manual</c>.</summary>
    public static string? Find(string name) => name == "default" ? Manual : All.FirstOrDefault(mode => mode == name);
}
