using System.ComponentModel;
using System.Diagnostics;
using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace Steward.Bench.Instances;

/// <summary>
/// A network namespace with a loopback and nothing else. A process belongs to that of the thread that starts it, so entering costs the measured
/// program nothing; a wrapper like <c>ip netns exec</c> would be measured along.
/// </summary>
internal sealed partial class LonelyNetwork : IDisposable
{
    private const int NewNetwork = 0x40000000;

    private readonly Process _holder;
    private readonly SafeFileHandle _inside, _outside;

    private LonelyNetwork(Process holder)
    {
        _holder = holder;
        _inside = File.OpenHandle($"/proc/{holder.Id}/ns/net");
        _outside = File.OpenHandle("/proc/self/ns/net");
    }

    public static LonelyNetwork Create()
    {
        var start = new ProcessStartInfo("unshare", ["-n", "sh", "-c", "ip link set lo up && echo up && exec cat"])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
        };
        var holder = Process.Start(start)!;
        return holder.StandardOutput.ReadLine() == "up"
            ? new LonelyNetwork(holder)
            : throw new InvalidOperationException("Peers run without a network, and making a network namespace needs root (unshare -n).");
    }

    public Process Start(ProcessStartInfo start) => Within(() => Process.Start(start)!);

    /// <summary>Sockets that are made meanwhile belong to it too, and stay there.</summary>
    public T Within<T>(Func<T> make)
    {
        Enter(_inside);
        try
        {
            return make();
        }
        finally
        {
            Enter(_outside);
        }
    }

    public void Dispose()
    {
        _inside.Dispose();
        _outside.Dispose();
        _holder.Kill();
        _holder.Dispose();
    }

    private static void Enter(SafeFileHandle network)
    {
        if (setns(network, NewNetwork) != 0) throw new Win32Exception();
    }

    [LibraryImport("libc", SetLastError = true)]
    private static partial int setns(SafeFileHandle descriptor, int kind);
}
