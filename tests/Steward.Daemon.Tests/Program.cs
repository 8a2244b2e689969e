using System.Runtime.Versioning;
using Steward.Daemon.Tests.Journal;
using Xunit.MicrosoftTestingPlatform;
using Xunit.Runner.InProc.SystemConsole;

[assembly: UnsupportedOSPlatform("windows")]

namespace Steward.Daemon.Tests;

/// <summary>Runs the tests, or, started by one of them, plays the process that is killed, starved or failed from outside.</summary>
internal static class Program
{
    public const string ChildMode = "--child";

    public static Task<int> Main(string[] args) => args switch
    {
        [ChildMode, "ledger", var folder, var writers] => LedgerChild.RunAsync(folder, int.Parse(writers)),
        [ChildMode, "script", var folder] => ScriptChild.RunAsync(folder),
        [ChildMode, "open", var folder] => ScriptChild.OpenAsync(folder),
        [ChildMode, "full-disk", var folder] => FullDiskChild.RunAsync(folder),
        _ when args.Any(arg => arg is "--server" or "--internal-msbuild-node") =>
            TestPlatformTestFramework.RunAsync(args, SelfRegisteredExtensions.AddSelfRegisteredExtensions),
        _ => ConsoleRunner.Run(args),
    };
}
