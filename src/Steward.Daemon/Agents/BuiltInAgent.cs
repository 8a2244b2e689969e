using Steward.Runtimes.Demo;

namespace Steward.Daemon.Agents;

/// <summary>The way into the agent that is built into this program, for the process that the daemon has started for it.</summary>
public static class BuiltInAgent
{
    public const string Verb = DemoAgent.Verb;

    public static Task<int> RunAsync(string[] arguments) =>
        DemoAgent.RunAsync(arguments, Console.OpenStandardInput(), Console.OpenStandardOutput(), Console.Error);
}
