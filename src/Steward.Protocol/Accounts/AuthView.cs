using System.Text.Json;

namespace Steward.Protocol.Accounts;

/// <summary>Where the account of an agent stands: facts, how each cause was judged, and the one that is true. No secret is in it.</summary>
public sealed record AuthView
{
    /// <summary>ok, oauth_expired, not_logged_in, overage_disabled, stale_grant_cache, out_of_credits or no_claude.</summary>
    public required string Verdict { get; init; }

    public required string Message { get; init; }

    /// <summary>The command, or the place, that mends it.</summary>
    public string? Fix { get; init; }

    /// <summary>No command mends it: somebody must act at the service.</summary>
    public bool NeedsHuman { get; init; }

    /// <summary>Of a stale cache: its age, as in 5h.</summary>
    public string? Age { get; init; }

    /// <summary>The agent whose account it is; absent: that of the environment.</summary>
    public string? Agent { get; init; }

    /// <summary>The program that would be started.</summary>
    public string? Program { get; init; }

    /// <summary>none, key, token or stored.</summary>
    public required string Login { get; init; }

    /// <summary>The variable or file that the login comes from.</summary>
    public string? LoginFrom { get; init; }

    /// <summary>When the login that counts runs out, where it is known.</summary>
    public DateTimeOffset? LoginExpiresAt { get; init; }

    public bool CanRenew { get; init; }

    /// <summary>What the agent's own credentials file says.</summary>
    public DateTimeOffset? ExpiresAt { get; init; }

    public required DateTimeOffset Now { get; init; }

    public bool Expired { get; init; }

    public string? CachedExtraUsageDisabledReason { get; init; }

    public required IReadOnlyList<GrantView> Grants { get; init; }

    public required IReadOnlyList<CauseView> Causes { get; init; }

    /// <summary>What was looked at, a line each.</summary>
    public required IReadOnlyList<string> Evidence { get; init; }

    /// <summary>The variables with a login that an agent's process gets, without their values.</summary>
    public required IReadOnlyList<LoginVariableView> Variables { get; init; }
}

public sealed record GrantView(JsonElement Info, DateTimeOffset? CachedAt = null);

/// <param name="Number">Its place among the four that people fall for; absent: it is none of them.</param>
public sealed record CauseView(string Name, string Title, bool Passed, string Evidence, int? Number = null);

/// <param name="From">Where its value comes from, in words.</param>
public sealed record LoginVariableView(string Name, string From);
