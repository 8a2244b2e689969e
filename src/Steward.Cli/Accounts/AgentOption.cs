using System.CommandLine;

namespace Steward.Cli.Accounts;

internal static class AgentOption
{
    public static Option<string?> Create() =>
        new("--agent") { Description = "the account of this agent (the one called claude, or the first that has one)", HelpName = "name" };
}
