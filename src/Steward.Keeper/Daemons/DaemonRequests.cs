using Steward.Domain.Processes;
using Steward.Keeper.Children;
using Steward.Keeper.Protocol;

namespace Steward.Keeper.Daemons;

/// <summary>Carries out what a daemon asks for its children.</summary>
internal sealed class DaemonRequests(ChildTable children)
{
    /// <summary>False: the record is about the daemon itself, or of a type from the future.</summary>
    public bool TryCarryOut(RecordReader record, RecordBuffer outbox)
    {
        switch (record.Type)
        {
            case RecordType.Start: children.Start(ReadStart(ref record), outbox); return true;
            case RecordType.Write: Write(ref record, outbox); return true;
            case RecordType.Stop: children.Stop(Launch(ref record), TimeSpan.FromMilliseconds(record.Int()), outbox); return true;
            case RecordType.Signal: SendSignal(ref record); return true;
            case RecordType.Committed: Commit(ref record); return true;
            case RecordType.Release: children.Release(Launch(ref record)); return true;
            default: return false;
        }
    }

    private static LaunchId Launch(ref RecordReader record) => new(record.Text());

    private static ChildRequest ReadStart(ref RecordReader record)
    {
        var launch = Launch(ref record);
        return new ChildRequest(launch, (ProcessChannel)record.Int(), record.Bool(), record.Text(), record.Texts(), record.Texts());
    }

    private void Write(ref RecordReader record, RecordBuffer outbox)
    {
        var launch = Launch(ref record);
        var number = record.Long();
        var last = record.Bool();
        children.Write(launch, number, record.Bytes(), last, outbox);
    }

    private void SendSignal(ref RecordReader record)
    {
        var launch = Launch(ref record);
        var signal = record.Int();
        if (children.TryGet(launch, out var child)) child.Signal(signal);
    }

    private void Commit(ref RecordReader record)
    {
        var launch = Launch(ref record);
        var stream = record.Int() == 0 ? ProcessStream.Out : ProcessStream.Err;
        var offset = record.Long();
        if (children.TryGet(launch, out var child)) child.Commit(stream, offset);
    }
}
