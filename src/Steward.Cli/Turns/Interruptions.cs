using System.Runtime.InteropServices;

namespace Steward.Cli.Turns;

/// <summary>Ctrl-C, counted: the first asks, the second leaves. A request to end from elsewhere leaves at once.</summary>
internal sealed class Interruptions : IDisposable
{
    private readonly PosixSignalRegistration interrupt, terminate, hangup;
    private readonly Action first;
    private readonly Action leave;
    private int count;

    public Interruptions(Action first, Action leave)
    {
        (this.first, this.leave) = (first, leave);
        interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, Interrupted);
        terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, Ended);
        hangup = PosixSignalRegistration.Create(PosixSignal.SIGHUP, Ended);
    }

    public bool Any => Volatile.Read(ref count) > 0;

    /// <summary>What the first one asked for has happened; the next one asks again.</summary>
    public void Reset() => Interlocked.Exchange(ref count, 0);

    public void Dispose()
    {
        interrupt.Dispose();
        terminate.Dispose();
        hangup.Dispose();
    }

    private void Interrupted(PosixSignalContext context)
    {
        context.Cancel = true;
        if (Interlocked.Increment(ref count) == 1) first();
        else leave();
    }

    private void Ended(PosixSignalContext context)
    {
        context.Cancel = true;
        Interlocked.Increment(ref count);
        leave();
    }
}
