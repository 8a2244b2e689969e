using Steward.Keeper.Listeners;
using Steward.Keeper.Native;
using Steward.Keeper.Polling;

namespace Steward.Keeper.Daemons;

/// <summary>Starts a daemon with the doors and the control socket at the numbers where it expects them.</summary>
internal sealed unsafe class DaemonLauncher(KeeperOptions options, ListeningSockets listeners, DaemonOutput output, Clock clock)
{
    private const int Unix = 1, StreamCloseOnExec = 0x80001;

    public DaemonProcess? Start(out string problem)
    {
        var ends = stackalloc int[2];
        Descriptor.Check(Libc.socketpair(Unix, StreamCloseOnExec, 0, ends), "socketpair");
        int ours = Descriptor.MoveHigh(ends[0]), theirs = Descriptor.MoveHigh(ends[1]);
        Descriptor.SetNonBlocking(ours);
        int input = Descriptor.MoveHigh(Descriptor.OpenNull()), printed = output.Open();
        var environment = DaemonEnvironment.Build(Environment.GetEnvironmentVariables());
        var spawn = new Spawn
        {
            Argv = options.DaemonCommand,
            Environment = environment,
            Descriptors = [input, printed < 0 ? input : printed, printed < 0 ? input : printed, listeners.Tcp, listeners.Unix,
                listeners.Bridge, theirs],
        };
        var errno = ProgramPath.Find(options.DaemonCommand[0], environment, out var program);
        var pid = 0;
        if (errno == 0) errno = spawn.Start(program, out pid);
        foreach (var fd in (ReadOnlySpan<int>)[theirs, input, printed])
            if (fd >= 0) _ = Libc.close(fd);
        problem = errno == 0 ? "" : $"cannot start {options.DaemonCommand[0]}: {Errno.Text(errno)}";
        if (errno == 0) return new DaemonProcess(pid, ours, clock.In(options.ReadyTimeout));
        _ = Libc.close(ours);
        return null;
    }
}
