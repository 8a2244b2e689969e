using Steward.ClaudeCode.Tests.StandIn;
using Steward.ClaudeCode.Tests.Support;

namespace Steward.ClaudeCode.Tests;

/// <summary>The test program is also the stand-in of Claude Code, when it is started as that is.</summary>
internal static class Program
{
    public static async Task<int> Main(string[] args)
    {
        if (args is ["-p", "--input-format", ..])
            return await StandInClaude.RunAsync(args);
        if (args is [FormServer.Flag])
            return await FormServer.RunAsync();
        if (args is [McpToolServer.Verb])
            return await McpToolServer.RunAsync();
        if (args is ["--print", ..] or ["auth", ..] or ["setup-token"])
            return await StandInAccount.RunAsync(args);
        if (args.Any(static arg => arg is "--server" or "--internal-msbuild-node"))
            return await Xunit.MicrosoftTestingPlatform.TestPlatformTestFramework.RunAsync(args, SelfRegisteredExtensions.AddSelfRegisteredExtensions);
        return await Xunit.Runner.InProc.SystemConsole.ConsoleRunner.Run(args);
    }
}
