using System.Globalization;
using System.Runtime.CompilerServices;
using Steward.Cli.Supervision;
using Steward.Keeper;
using Steward.Keeper.Client;

namespace Steward.Cli.Roles;

/// <summary>This program as keeper. Apart from the other roles, so that nothing of theirs is loaded into it.</summary>
internal static class KeeperRole
{
    private const int Usage = 2;

    [MethodImpl(MethodImplOptions.NoInlining)]
    public static int Run(ReadOnlySpan<string> args)
    {
        string? state = null;
        var (host, port, fallback) = ("127.0.0.1", 0, false);
        for (var i = 0; i + 1 < args.Length; i += 2)
        {
            if (args[i] == "--state") state = args[i + 1];
            else if (args[i] == "--port-fallback") fallback = args[i + 1] == "yes";
            else if (args[i] == "--host") host = args[i + 1];
            else if (args[i] != "--port" || !int.TryParse(args[i + 1], NumberStyles.None, CultureInfo.InvariantCulture, out port)) return Usage;
        }
        if (state is null || args.Length % 2 != 0) return Usage;
        return KeeperProcess.Run(new KeeperOptions
        {
            StateDirectory = state,
            Host = host,
            Port = port,
            PortFallback = fallback,
            DaemonCommand = [.. KeeperCommand.OwnProgram(), "daemon-process"],
            StatusFd = DetachedKeeper.StatusFd,
        });
    }
}
