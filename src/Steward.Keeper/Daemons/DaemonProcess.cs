using Steward.Keeper.Native;
using Steward.Keeper.Polling;
using Steward.Keeper.Protocol;

namespace Steward.Keeper.Daemons;

/// <summary>One incarnation of the daemon, and our end of its control socket. Nothing here ever waits for it.</summary>
internal sealed class DaemonProcess(int pid, int control, long readyBy) : IDisposable
{
    /// <summary>Beyond this, nothing more is put into records: what is new stays as flags until the daemon reads again.</summary>
    public const int Room = 64 << 10;

    private const int ReadsPerTurn = 16;

    private readonly RecordInbox inbox = new();
    private int control = control;
    private long unansweredSince = Clock.Never;

    public int Pid => pid;
    public int Control => control;
    public RecordBuffer Outbox { get; } = new();
    /// <summary>When it was ready, in the keeper's clock; null before.</summary>
    public long? ReadyAt { get; set; }
    public bool WillBeReplaced { get; set; }
    public DaemonFailure? Failure { get; set; }
    public bool WasSilenced { get; set; }
    /// <summary>When it is killed whatever it does; the end of a stop.</summary>
    public long StopBy { get; set; } = Clock.Never;

    public long SilentAt(TimeSpan limit) => unansweredSince == Clock.Never ? Clock.Never : unansweredSince + (long)limit.TotalMilliseconds;
    public long ReadyBy => ReadyAt is null ? readyBy : Clock.Never;
    public bool HasRoom => Outbox.Count < Room;
    public short WatchedEvents => (short)((HasRoom ? Poll.In : 0) | (Outbox.Count > 0 ? Poll.Out : 0));

    /// <summary>
    /// Silence is counted from the first ping without an answer, and not from the last word: a keeper that was itself suspended finds the
    /// answer waiting, and does not take its own sleep for the daemon's.
    /// </summary>
    public void Ping(long now)
    {
        if (control < 0) return;
        Outbox.Begin(RecordType.Ping).End();
        if (unansweredSince == Clock.Never) unansweredSince = now;
    }

    /// <summary>Handles records that have come; stops when the outbox has no room for answers.</summary>
    public void Receive(RecordHandler handle)
    {
        // Bounded, so that a talkative daemon does not keep the children from being read.
        for (var turn = 0; control >= 0 && turn < ReadsPerTurn; turn++)
        {
            while (HasRoom && inbox.TryNext(out var record)) handle(new RecordReader(record));
            if (!HasRoom) return;
            var outcome = inbox.Read(control);
            if (outcome == ReadOutcome.NothingNow) return;
            if (outcome == ReadOutcome.Ended)
            {
                Hang();
                return;
            }
            unansweredSince = Clock.Never;
        }
    }

    /// <summary>What a dead daemon had said: all of it, and its answers are nobody's.</summary>
    public void ReceiveLastWords(RecordHandler handle)
    {
        while (control >= 0)
        {
            Outbox.Clear();
            Receive(handle);
        }
    }

    public void Flush()
    {
        if (control >= 0 && Outbox.Flush(control) != 0) Hang();
    }

    public void Kill() => _ = Libc.kill(pid, Signal.Kill);

    public void Dispose()
    {
        Hang();
        inbox.Dispose();
    }

    /// <summary>The line is dead, the process perhaps not: its exit is awaited, or its silence ends it.</summary>
    private void Hang() => Descriptor.Close(ref control);
}

internal delegate void RecordHandler(RecordReader record);
