using Steward.Keeper.Native;

namespace Steward.Keeper.Startup;

/// <summary>The one line that tells a waiting launcher how the first start went. Whoever launched may be gone: that is no failure.</summary>
internal sealed class StatusReport(int fd)
{
    private int fd = fd;

    /// <summary>Nothing that is started may hold the pipe open: its end is how a launcher learns of an early death.</summary>
    public void KeepFromChildren()
    {
        if (fd >= 0) Descriptor.SetCloseOnExec(fd);
    }

    public bool Pending => fd >= 0;

    public void Ready(int daemonPid, int port) =>
        Write(new JsonLine().Add("ok", true).Add("keeperPid", Libc.getpid()).Add("daemonPid", daemonPid).Add("port", port));

    public void Failed(string code, int exitCode, string message, int? pid = null) =>
        Write(new JsonLine().Add("ok", false).Add("code", code).Add("exit", exitCode).Add("message", message).Add("pid", pid));

    private void Write(JsonLine line)
    {
        if (fd < 0) return;
        _ = Descriptor.WriteAll(fd, line.ToBytes());
        Descriptor.Close(ref fd);
    }
}
