using Steward.Keeper.Tests.Programs;

namespace Steward.Keeper.Tests;

/// <summary>One program in several roles, so that what is tested are real processes: the tests, a keeper, its daemon, a child.</summary>
internal static class Program
{
    public static int Main(string[] args) => args switch
    {
        ["keeper", .. var rest] => KeeperRole.Run(rest),
        ["daemon"] => DaemonRole.Run(),
        ["child", .. var rest] => ChildRole.Run(rest),
        _ when args.Contains("--server") || args.Contains("--internal-msbuild-node") =>
            Xunit.MicrosoftTestingPlatform.TestPlatformTestFramework
                .RunAsync(args, SelfRegisteredExtensions.AddSelfRegisteredExtensions).GetAwaiter().GetResult(),
        _ => Xunit.Runner.InProc.SystemConsole.ConsoleRunner.Run(args).GetAwaiter().GetResult(),
    };
}
