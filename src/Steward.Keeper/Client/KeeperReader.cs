using Steward.Domain.Processes;
using Steward.Keeper.Native;
using Steward.Keeper.Protocol;

namespace Steward.Keeper.Client;

/// <summary>The thread that hears the keeper.</summary>
internal sealed class KeeperReader(
    int control, RecordInbox inbox, IKeeperEvents events, TimeSpan silenceLimit, Action pong, Func<bool> isDisposed)
{
    public void Run()
    {
        try
        {
            do Drain();
            while (WaitForWords() && inbox.Read(control) != ReadOutcome.Ended);
        }
        catch (BrokenRecordException)
        {
            // A line on which one record is broken is of no more use; to the daemon that is the same as its end.
        }
        if (!isDisposed()) events.KeeperLost();
    }

    /// <summary>A living keeper pings. A daemon that was itself suspended finds the pings waiting here, and is not misled.</summary>
    private unsafe bool WaitForWords()
    {
        while (true)
        {
            var entry = new Libc.PollEntry { Fd = control, Events = Poll.In };
            var ready = Libc.poll(&entry, 1, (int)Math.Min(silenceLimit.TotalMilliseconds, int.MaxValue));
            if (ready > 0) return true;
            if (ready == 0 || Errno.Last != Errno.EINTR) return false;
        }
    }

    private void Drain()
    {
        while (!isDisposed() && inbox.TryNext(out var bytes))
        {
            var record = new RecordReader(bytes);
            Deliver(ref record);
        }
    }

    private void Deliver(ref RecordReader record)
    {
        switch (record.Type)
        {
            case RecordType.Ping: pong(); break;
            case RecordType.StopRequested: events.StopRequested(record.Bool()); break;
            case RecordType.Started: events.Started(Launch(ref record), record.Int(), record.Long()); break;
            case RecordType.StartFailed: events.StartFailed(Launch(ref record), record.Int(), record.Text()); break;
            case RecordType.Grown: events.Grown(Launch(ref record), (ProcessStream)record.Int(), record.Long(), record.Bool()); break;
            case RecordType.Exited: events.Exited(Launch(ref record), record.OptionalInt(), record.OptionalInt()); break;
            case RecordType.Acknowledged: events.Acknowledged(Launch(ref record), record.Long()); break;
            case RecordType.StdinClosed: events.StdinClosed(Launch(ref record)); break;
            case RecordType.Refused: events.Refused(Launch(ref record), record.Long()); break;
            case RecordType.Stalled: events.Stalled(Launch(ref record), record.Int()); break;
            default: break; // a word of a newer keeper
        }
    }

    private static LaunchId Launch(ref RecordReader record) => new(record.Text());
}
