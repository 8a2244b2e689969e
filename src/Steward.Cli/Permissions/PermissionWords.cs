using Steward.Cli.Terminals;
using Steward.Protocol.Permissions;

namespace Steward.Cli.Permissions;

/// <summary>An outcome in words.</summary>
internal static class PermissionWords
{
    public static string Of(ResolvePermissionAnswer answer) =>
        $"{(answer.Decision == "allow" ? "allowed" : answer.Decision == "deny" ? "denied" : SafeText.Line(answer.Decision))}{(answer.EndTurn ? ", and the turn ended" : "")}";

    /// <summary>What holds from now on, or why nothing does; null when nothing was wished.</summary>
    public static string? Memory(ResolvePermissionAnswer answer) => answer switch
    {
        { Remembered: { } rule } => $"remembered for {(answer.RememberedFor == "agent" ? "every session of this agent" : "this session")}: {SafeText.Line(SafeText.Exact(rule))}",
        { NotRemembered: { } why } => $"not remembered: {SafeText.Line(why)}",
        _ => null,
    };
}
