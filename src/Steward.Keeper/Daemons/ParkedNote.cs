using System.Globalization;
using Steward.Keeper.Native;
using Steward.Keeper.Startup;

namespace Steward.Keeper.Daemons;

/// <summary>parked.json: why no daemon answers, for clients whose connection is refused.</summary>
internal sealed class ParkedNote(string stateDirectory)
{
    private readonly string path = Path.Combine(stateDirectory, "parked.json");

    /// <summary>Replaced whole. Where it cannot be written the keeper goes on: the log has said the same.</summary>
    public void Write(DaemonFailure failure, DateTimeOffset at)
    {
        var line = new JsonLine().Add("code", failure.Code).Add("message", failure.Message)
            .Add("at", at.ToString("O", CultureInfo.InvariantCulture)).Add("exit", failure.ExitCode).ToBytes();
        var next = path + ".new";
        _ = Libc.unlink(next);
        var fd = Libc.open(next,
            Native.Open.WriteOnly | Native.Open.Create | Native.Open.Exclusive | Native.Open.NoFollow | Native.Open.CloseOnExec, 0x180);
        if (fd < 0) return;
        var written = Descriptor.WriteAll(fd, line) == 0 && Libc.fsync(fd) == 0;
        _ = Libc.close(fd);
        if (written) _ = Libc.rename(next, path);
    }

    public void Remove() => _ = Libc.unlink(path);
}

/// <summary>How a daemon failed before it was ready.</summary>
internal sealed record DaemonFailure(string Code, string Message, int ExitCode);
