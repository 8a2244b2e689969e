using System.Globalization;
using Steward.Keeper.Native;

namespace Steward.Keeper.Children;

/// <summary>One line of the process table, from /proc/PID/stat.</summary>
internal readonly record struct ProcessEntry(int Pid, int Parent, int Session, long StartTicks, char State)
{
    public bool IsDead => State is 'Z' or 'X';

    public static unsafe bool TryRead(int pid, out ProcessEntry entry)
    {
        entry = default;
        var fd = Libc.open(string.Create(CultureInfo.InvariantCulture, $"/proc/{pid}/stat"), Native.Open.CloseOnExec, 0);
        if (fd < 0) return false;
        var bytes = stackalloc byte[1024];
        var got = (int)Libc.read(fd, bytes, 1024);
        _ = Libc.close(fd);
        return got > 0 && TryParse(pid, new ReadOnlySpan<byte>(bytes, got), out entry);
    }

    /// <summary>The name in brackets may hold anything, brackets and spaces too: the fields begin behind the last bracket.</summary>
    public static bool TryParse(int pid, ReadOnlySpan<byte> stat, out ProcessEntry entry)
    {
        entry = default;
        var bracket = stat.LastIndexOf((byte)')');
        if (bracket < 0 || bracket + 2 >= stat.Length) return false;
        var fields = stat[(bracket + 2)..];
        int parent = 0, session = 0, index = 0;
        foreach (var range in fields.Split((byte)' '))
        {
            var field = fields[range];
            switch (index++)
            {
                case 1: parent = Number(field); break;
                case 3: session = Number(field); break;
                case 19:
                    if (!long.TryParse(field, NumberStyles.None, CultureInfo.InvariantCulture, out var ticks)) return false;
                    entry = new ProcessEntry(pid, parent, session, ticks, (char)fields[0]);
                    return true;
            }
        }
        return false;
    }

    /// <summary>Signals this very process, and never a later one with the same pid.</summary>
    public void Send(int signal)
    {
        var pidfd = Libc.pidfd_open(Pid);
        if (pidfd < 0) return;
        if (TryRead(Pid, out var now) && now.StartTicks == StartTicks) _ = Libc.pidfd_send_signal(pidfd, signal);
        _ = Libc.close(pidfd);
    }

    private static int Number(ReadOnlySpan<byte> field) =>
        int.TryParse(field, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) ? number : 0;
}
