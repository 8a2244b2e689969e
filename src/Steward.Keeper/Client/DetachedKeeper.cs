using System.Text;
using Steward.Keeper.Children;
using Steward.Keeper.Native;
using Steward.Keeper.Polling;

namespace Steward.Keeper.Client;

/// <summary>How the launch of a keeper went. No line and no exit code: it was still starting when the limit was reached.</summary>
public sealed record DetachedLaunch(int Pid, string? StatusLine, int? ExitCode);

/// <summary>Starts a keeper in the background, for a command line that ends long before it.</summary>
public static unsafe class DetachedKeeper
{
    public const int StatusFd = 3;

    private const int LongestLine = 16 << 10, NoHang = 1;

    /// <summary>The command must run the keeper with its status on <see cref="StatusFd"/>. Blocks until it has said how it went.</summary>
    public static DetachedLaunch Launch(
        IReadOnlyList<string> argv, IReadOnlyList<string> environment, string logPath, TimeSpan limit, TimeProvider time)
    {
        var clock = new Clock(time);
        Descriptor.OccupyStandardStreams();
        var (read, write) = Descriptor.Pipe();
        (read, write) = (Descriptor.MoveHigh(read), Descriptor.MoveHigh(write));
        int input = Descriptor.MoveHigh(Descriptor.OpenNull()), output = OpenLog(logPath);
        var errno = ProgramPath.Find(argv[0], environment, out var program);
        var pid = 0;
        if (errno == 0)
            errno = new Spawn
            {
                Argv = argv,
                Environment = WithoutCookie(environment),
                Descriptors = [input, output, output, write],
                BlockedSignals = SignalDescriptor.Handled,
            }.Start(program, out pid);
        foreach (var fd in (ReadOnlySpan<int>)[input, output, write]) _ = Libc.close(fd);
        if (errno != 0)
        {
            _ = Libc.close(read);
            throw new IOException($"cannot start {argv[0]}: {Errno.Text(errno)}");
        }
        var line = ReadLine(read, clock, clock.In(limit));
        _ = Libc.close(read);
        return new DetachedLaunch(pid, line, line is null ? ExitCode(pid) : null);
    }

    private static string? ReadLine(int fd, Clock clock, long until)
    {
        var line = new byte[LongestLine];
        var length = 0;
        while (length < line.Length)
        {
            var entry = new Libc.PollEntry { Fd = fd, Events = Poll.In };
            var ready = Libc.poll(&entry, 1, clock.Until(until));
            if (ready == 0 || (ready < 0 && Errno.Last != Errno.EINTR)) return null;
            if (ready < 0) continue;
            int got;
            fixed (byte* start = line) got = (int)Libc.read(fd, start + length, line.Length - length);
            if (got <= 0) return null;
            length += got;
            if (line[length - 1] == '\n') break;
        }
        return Encoding.UTF8.GetString(line, 0, length).TrimEnd('\n');
    }

    /// <summary>The pipe ends a moment before the process does, so look more than once.</summary>
    private static int? ExitCode(int pid)
    {
        for (var attempt = 0; attempt < 50; attempt++)
        {
            int status;
            if (Libc.waitpid(pid, &status, NoHang) == pid)
            {
                var end = ExitStatus.FromWait(status);
                return end.Code ?? 128 + end.Signal;
            }
            if (attempt == 0 && ProcessIdentity.Of(pid) is null) return null;
            _ = Libc.poll(null, 0, 10);
        }
        return null;
    }

    private static int OpenLog(string path)
    {
        var fd = Libc.open(path, Native.Open.WriteOnly | Native.Open.Create | Native.Open.Append | Native.Open.NoFollow | Native.Open.CloseOnExec, 0x180);
        return fd >= 0 ? Descriptor.MoveHigh(fd) : throw new IOException($"cannot open {path}: {Errno.Text(Errno.Last)}");
    }

    /// <summary>A keeper that an agent starts is not that agent's child: it must not look like one to a later sweep.</summary>
    private static List<string> WithoutCookie(IReadOnlyList<string> environment)
    {
        var kept = new List<string>();
        foreach (var variable in environment)
            if (!variable.StartsWith(Cookie.Variable + "=", StringComparison.Ordinal)) kept.Add(variable);
        return kept;
    }
}
