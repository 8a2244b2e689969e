namespace Steward.Domain.Permissions;

/// <summary>For how much an answer holds from now on.</summary>
public enum RememberScope
{
    Session,

    /// <summary>Every session of its agent, also those to come.</summary>
    Agent,
}
