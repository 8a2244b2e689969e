using Steward.Keeper.Protocol;

namespace Steward.Keeper.Children;

/// <summary>Puts into records what the daemon is to hear of a child.</summary>
internal static class ChildReports
{
    public static void Write(KeptChild child, RecordBuffer outbox)
    {
        var pending = child.Pending;
        child.Pending = Reports.None;
        var launch = child.Launch.Value;
        // A list holds the whole state: what was waiting to be told is in it.
        if (pending.HasFlag(Reports.Kept))
        {
            WriteKept(child, outbox);
            return;
        }
        if (pending.HasFlag(Reports.Started))
            outbox.Begin(RecordType.Started).Add(launch).Add(child.Pid).Add(child.StartTicks).End();
        if (pending.HasFlag(Reports.Acknowledged))
            outbox.Begin(RecordType.Acknowledged).Add(launch).Add(child.Stdin.Acknowledged).End();
        if (pending.HasFlag(Reports.Refused)) outbox.Begin(RecordType.Refused).Add(launch).Add(child.Stdin.Expected).End();
        if (pending.HasFlag(Reports.StdinClosed)) outbox.Begin(RecordType.StdinClosed).Add(launch).End();
        if (pending.HasFlag(Reports.Out)) WriteGrown(child, ProcessStream.Out, outbox);
        if (pending.HasFlag(Reports.Err)) WriteGrown(child, ProcessStream.Err, outbox);
        if (pending.HasFlag(Reports.Stalled)) WriteStalled(child, outbox);
        if (pending.HasFlag(Reports.Exited))
            outbox.Begin(RecordType.Exited).Add(launch).Add(child.Exit.Code).Add(child.Exit.Signal).End();
    }

    public static void WriteLost(LostLaunch lost, RecordBuffer outbox) =>
        outbox.Begin(RecordType.Kept).Add(lost.Launch.Value).Add(0).Add(0L)
            .Add(lost.OutLength).Add(true).Add(lost.ErrLength).Add(true)
            .Add(true).Add((int?)null).Add((int?)null).Add(1L).Add(false).End();

    private static void WriteKept(KeptChild child, RecordBuffer outbox)
    {
        var (standardOutput, standardError) = (child.Stream(ProcessStream.Out), child.Stream(ProcessStream.Err));
        outbox.Begin(RecordType.Kept).Add(child.Launch.Value).Add(child.Pid).Add(child.StartTicks)
            .Add(standardOutput.Length).Add(standardOutput.Ended).Add(standardError.Length).Add(standardError.Ended)
            .Add(child.HasExited).Add(child.Exit.Code).Add(child.Exit.Signal).Add(child.Stdin.Expected).Add(child.Stdin.IsOpen).End();
    }

    private static void WriteGrown(KeptChild child, ProcessStream stream, RecordBuffer outbox)
    {
        var spool = child.Stream(stream);
        outbox.Begin(RecordType.Grown).Add(child.Launch.Value).Add((int)stream).Add(spool.Length).Add(spool.Ended).End();
    }

    private static void WriteStalled(KeptChild child, RecordBuffer outbox)
    {
        var errno = Math.Max(child.Stream(ProcessStream.Out).StalledBy, child.Stream(ProcessStream.Err).StalledBy);
        if (errno != 0) outbox.Begin(RecordType.Stalled).Add(child.Launch.Value).Add(errno).End();
    }
}
