namespace Steward.Runtimes.ClaudeCode;

/// <summary>
/// The token that a process is given, and given anew while it runs. One that has a login of its own is given none; in a sandbox it gets of its owner's login
/// the one token that opens the service now, and not the one that makes new ones.
/// </summary>
internal static class ClaudeLogin
{
    public static string? Of(LaunchContext context)
    {
        var own = context.Environment;
        if (ClaudeAccount.LoginVariables.Any(name => name != ClaudeAccount.TokenVariable && own.GetValueOrDefault(name) is { Length: > 0 }))
            return null;
        return own.GetValueOrDefault(ClaudeAccount.TokenVariable) is { Length: > 0 } token ? token
            : context.AccountToken ?? (context.Sandboxed ? ClaudeInstallation.TokenOf(context.OwnersEnvironment) : null);
    }

    /// <summary>It takes over variables while it runs, and with its next request what they say; an empty one counts as none.</summary>
    public static AgentInput Tell(string? token) => ClaudeWriting.Line(json =>
    {
        json.WriteString("type", "update_environment_variables");
        json.WriteStartObject("variables");
        json.WriteString(ClaudeAccount.TokenVariable, token ?? "");
        json.WriteEndObject();
    });
}
