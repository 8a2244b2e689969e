namespace Steward.Domain.Turns;

public enum FailureKind
{
    Unknown,
    Agent,
    Spawn,
    Timeout,
    Permission,
    Interrupted,
    OutputLimit,
    InvalidRequest,
    Storage,

    /// <summary>The agent is not logged in, or its account is refused.</summary>
    Auth,

    /// <summary>The account has used up what its plan gives in a window of time.</summary>
    UsageCap,

    /// <summary>The plan is used up, and paying for more is switched off.</summary>
    OverageDisabled,

    /// <summary>The plan is used up, and so is what was paid in advance for more.</summary>
    OutOfCredits,

    RateLimit,
    Overloaded,
    Billing,
    ContextTooLarge,

    /// <summary>The service behind the agent failed.</summary>
    Service,

    /// <summary>A server of tools that the agent was told of is set up wrongly.</summary>
    Mcp,

    /// <summary>Nothing was heard of the turn for longer than its owner wants to wait.</summary>
    Stalled,
}
