using Steward.Runtimes.ClaudeCode;

namespace Steward.Daemon.Agents;

/// <summary>Says which agent answers although none is configured, and why: nobody shall take the built-in demo for a real one.</summary>
internal static class DefaultReason
{
    private const string HowToChoose = "Agents are set up under \"agents\" in config.json (docs/agents.md).";

    public const string OfNone = "The built-in demo agent answers: several agents are configured, and none as \"defaultAgent\" in config.json. Name one there, or with --agent.";

    public static string Of(ClaudeInstallation claude) => claude switch
    {
        { Program: { } program, LoginFrom: { } login } =>
            $"Claude Code answers: no agent is configured, {program} was found, and {login} says that it is logged in. {HowToChoose}",
        { Program: { } program } =>
            $"The built-in demo agent answers: no agent is configured, and {program} does not look logged in. Run it once and log in. {HowToChoose}",
        _ => $"The built-in demo agent answers: no agent is configured, and there is no claude in the daemon's PATH. {HowToChoose}",
    };
}
