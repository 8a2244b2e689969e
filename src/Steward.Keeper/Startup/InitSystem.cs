using System.Globalization;
using System.Text;
using Steward.Keeper.Native;

namespace Steward.Keeper.Startup;

/// <summary>Tells systemd how we are (the sd_notify datagrams); silent where no init system asked.</summary>
internal sealed unsafe class InitSystem
{
    private const int Unix = 1, Datagram = 2, CloseOnExec = 0x80000, NoSignalDontWait = 0x4040;

    private readonly string? address = Environment.GetEnvironmentVariable("NOTIFY_SOCKET");

    /// <summary>Half of what the init system allows, as it advises.</summary>
    public TimeSpan? WatchdogInterval { get; } = ReadWatchdog();

    public void Ready() => Send($"READY=1\nMAINPID={Libc.getpid()}\n");
    public void Stopping() => Send("STOPPING=1\n");
    public void Watchdog() => Send("WATCHDOG=1\n");
    public void Status(string text) => Send($"STATUS={text.ReplaceLineEndings(" ")}\n");

    private static TimeSpan? ReadWatchdog()
    {
        var text = Environment.GetEnvironmentVariable("WATCHDOG_USEC");
        if (!long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var microseconds) || microseconds <= 0) return null;
        var meant = Environment.GetEnvironmentVariable("WATCHDOG_PID");
        return meant is null || meant == Libc.getpid().ToString(CultureInfo.InvariantCulture)
            ? TimeSpan.FromMicroseconds(microseconds / 2.0) : null;
    }

    private void Send(string message)
    {
        if (address is not { Length: > 1 } || Encoding.UTF8.GetByteCount(address) > 107) return;
        var fd = Libc.socket(Unix, Datagram | CloseOnExec, 0);
        if (fd < 0) return;
        var name = stackalloc byte[110];
        *(ushort*)name = Unix;
        var length = 2 + Encoding.UTF8.GetBytes(address, new Span<byte>(name + 2, 107));
        // "@" stands for the NUL that begins an abstract address.
        if (name[2] == '@') name[2] = 0;
        fixed (byte* bytes = Encoding.UTF8.GetBytes(message))
            _ = Libc.sendto(fd, bytes, Encoding.UTF8.GetByteCount(message), NoSignalDontWait, name, length);
        _ = Libc.close(fd);
    }
}
