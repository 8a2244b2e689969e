using System.Runtime.CompilerServices;
using Steward.Daemon;
using Steward.Protocol.Files;

namespace Steward.Cli.Roles;

/// <summary>This program as daemon: started by a keeper, with its home in the environment.</summary>
internal static class DaemonRole
{
    [MethodImpl(MethodImplOptions.NoInlining)]
    public static int Run()
    {
        var profile = Environment.GetEnvironmentVariable("STEWARD_PROFILE");
        var home = StewardHome.Locate(Environment.GetEnvironmentVariable, string.IsNullOrEmpty(profile) ? null : profile);
        return DaemonProcess.RunAsync(home).GetAwaiter().GetResult();
    }
}
