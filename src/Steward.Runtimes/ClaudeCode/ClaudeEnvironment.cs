using System.Collections.Immutable;

namespace Steward.Runtimes.ClaudeCode;

/// <summary>What its process gets beside the owner's environment.</summary>
internal static class ClaudeEnvironment
{
    /// <summary>How Claude Code is told of an account and of where its service is: passed on to the agent that is found without any configuration.</summary>
    public static readonly ImmutableArray<string> OfTheAccount =
        ["ANTHROPIC_API_KEY", "ANTHROPIC_AUTH_TOKEN", "ANTHROPIC_BASE_URL", "CLAUDE_CODE_OAUTH_TOKEN", "CLAUDE_CONFIG_DIR"];

    public static ImmutableSortedDictionary<string, string> Of(LaunchContext context)
    {
        var (owners, token) = (context.Environment, ClaudeLogin.Of(context));
        var own = ImmutableSortedDictionary.CreateBuilder<string, string>(StringComparer.Ordinal);
        own["CLAUDE_CODE_EMIT_SESSION_STATE_EVENTS"] = "1";
        // A program that replaces itself under a running session is nobody's wish; who wants it says so in the agent's environment.
        if (!owners.ContainsKey("DISABLE_AUTOUPDATER"))
            own["DISABLE_AUTOUPDATER"] = "1";
        if (token is not null)
            own[ClaudeAccount.TokenVariable] = token;
        return own.ToImmutable();
    }
}
