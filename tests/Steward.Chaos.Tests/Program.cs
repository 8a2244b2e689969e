using System.Runtime.InteropServices;
using Steward.Chaos.Tests.Drivers;
using Steward.Chaos.Tests.Instances;

namespace Steward.Chaos.Tests;

/// <summary>The tests; and with a verb, a long run: <c>cycles 100 --kill daemon</c>, <c>claude 20</c>, <c>operations --step 1</c>, <c>rounds 20</c>, <c>flood MEGABYTES --of zeros|words</c>.</summary>
internal static class Program
{
    public static int Main(string[] args)
    {
        // A time limit ends this program with SIGTERM, and would leave daemons and agents that nobody stops.
        using var terminated = PosixSignalRegistration.Create(PosixSignal.SIGTERM, static _ => Instance.EndAllAtOnce());
        return Run(args);
    }

    private static int Run(string[] args) => args switch
    {
        [var verb, .. var rest] when Driver.Knows(verb) => Driver.RunAsync(verb, rest).GetAwaiter().GetResult(),
        _ when args.Contains("--server") || args.Contains("--internal-msbuild-node") =>
            Xunit.MicrosoftTestingPlatform.TestPlatformTestFramework
                .RunAsync(args, SelfRegisteredExtensions.AddSelfRegisteredExtensions).GetAwaiter().GetResult(),
        _ => Xunit.Runner.InProc.SystemConsole.ConsoleRunner.Run(args).GetAwaiter().GetResult(),
    };
}
