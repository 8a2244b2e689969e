namespace Steward.Domain.Permissions;

public enum PermissionDecision
{
    Allow,
    Deny,

    /// <summary>Nobody needs an answer any more: the agent took the question back, or its turn ended.</summary>
    Withdrawn,
}
