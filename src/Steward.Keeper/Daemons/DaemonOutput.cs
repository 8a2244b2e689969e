using Steward.Keeper.Native;

namespace Steward.Keeper.Daemons;

/// <summary>
/// What a daemon prints before its own log works, or when its runtime dies: appended to one file of limited length. When it is full its
/// end is kept in daemon.out.1. The daemon writes with O_APPEND, so cutting the file under it is harmless.
/// </summary>
internal sealed unsafe class DaemonOutput(string stateDirectory, long limit)
{
    private const int KeptTail = 256 << 10, LineWindow = 4096, End = 2;

    private readonly string path = Path.Combine(stateDirectory, "logs", "daemon.out");
    private long startedAt;

    /// <summary>A descriptor for a daemon that is about to start, or -1 when there is no place to write.</summary>
    public int Open()
    {
        _ = Libc.mkdir(Path.GetDirectoryName(path)!, 0x1C0);
        var fd = Libc.open(path,
            Native.Open.WriteOnly | Native.Open.Create | Native.Open.Append | Native.Open.NoFollow | Native.Open.CloseOnExec, 0x180);
        startedAt = fd < 0 ? 0 : Libc.lseek(fd, 0, End);
        return fd < 0 ? -1 : Descriptor.MoveHigh(fd);
    }

    public void Limit()
    {
        var file = new FileInfo(path);
        if (!file.Exists || file.Length <= limit) return;
        var tail = ReadTail(KeptTail, 0);
        var fd = Libc.open(path + ".1",
            Native.Open.WriteOnly | Native.Open.Create | Native.Open.Truncate | Native.Open.NoFollow | Native.Open.CloseOnExec, 0x180);
        if (fd >= 0)
        {
            _ = Descriptor.WriteAll(fd, tail);
            _ = Libc.close(fd);
        }
        fd = Libc.open(path, Native.Open.WriteOnly | Native.Open.Truncate | Native.Open.NoFollow | Native.Open.CloseOnExec, 0);
        if (fd >= 0) _ = Libc.close(fd);
        startedAt = 0;
    }

    /// <summary>
    /// The last line that the daemon wrote since it was started: what there is when it dies without a word on the socket. The frames of
    /// a stack, which a runtime prints last, say less than the line above them.
    /// </summary>
    public string? LastLine()
    {
        var lines = System.Text.Encoding.UTF8.GetString(ReadTail(LineWindow, startedAt))
            .Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        return Array.FindLast(lines, line => !line.StartsWith("at ", StringComparison.Ordinal));
    }

    private byte[] ReadTail(int length, long notBefore)
    {
        if (!File.Exists(path)) return [];
        using var file = File.OpenHandle(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
        var from = Math.Max(notBefore, RandomAccess.GetLength(file) - length);
        var bytes = new byte[length];
        return bytes[..RandomAccess.Read(file, bytes, Math.Max(from, 0))];
    }
}
