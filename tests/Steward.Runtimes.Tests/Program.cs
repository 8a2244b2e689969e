using Steward.Runtimes.Demo;

namespace Steward.Runtimes.Tests;

/// <summary>The test program is also the agent under test, as <c>steward</c> is.</summary>
internal static class Program
{
    public static async Task<int> Main(string[] args)
    {
        if (args is [DemoAgent.Verb, .. var rest])
            return await DemoAgent.RunAsync(rest, Console.OpenStandardInput(), Console.OpenStandardOutput(), Console.Error);
        if (args.Any(static arg => arg is "--server" or "--internal-msbuild-node"))
            return await Xunit.MicrosoftTestingPlatform.TestPlatformTestFramework.RunAsync(args, SelfRegisteredExtensions.AddSelfRegisteredExtensions);
        return await Xunit.Runner.InProc.SystemConsole.ConsoleRunner.Run(args);
    }
}
