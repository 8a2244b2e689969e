using System.Runtime.CompilerServices;
using Steward.Daemon.Agents;

namespace Steward.Cli.Roles;

/// <summary>This program as the built-in agent.</summary>
internal static class DemoAgentRole
{
    [MethodImpl(MethodImplOptions.NoInlining)]
    public static int Run(string[] args) => BuiltInAgent.RunAsync(args).GetAwaiter().GetResult();
}
