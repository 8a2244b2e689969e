using Steward.Domain.Processes;
using Steward.Keeper.Native;
using Steward.Keeper.Polling;

namespace Steward.Keeper.Children;

/// <summary>
/// One kept process from its start to its release: first the leader ends, then everything that it left behind, then the streams; only then
/// is its exit told, so that whoever hears of it can read all that was ever said.
/// </summary>
internal sealed class KeptChild : IPolled, IDisposable
{
    private const int OutTag = (int)ProcessStream.Out, ErrTag = (int)ProcessStream.Err, StdinTag = 2;

    private readonly StdinQueue stdin;
    private readonly SpoolWriter[] streams;
    private readonly TreeEnder ender;
    private readonly KeeperOptions options;
    private readonly Clock clock;
    private long streamsEndAt = Clock.Never, retryAt = Clock.Never;
    private ExitStatus? leaderEnd;

    public KeptChild(ChildStart started, ProcessTable table, KeeperOptions options, Clock clock)
    {
        (Launch, Pid, StartTicks, Folder) = (started.Launch, started.Pid, started.StartTicks, started.Folder);
        (stdin, streams, this.options, this.clock) = (started.Stdin, [started.Out, started.Err], options, clock);
        ender = new TreeEnder(Pid, started.Cookie, table, clock);
        Pending = Reports.Started | (stdin.IsOpen ? Reports.None : Reports.StdinClosed);
    }

    public LaunchId Launch { get; }
    public int Pid { get; }
    public long StartTicks { get; }
    public SpoolFolder Folder { get; }
    public Reports Pending { get; set; }
    public bool HasExited { get; private set; }
    public ExitStatus Exit => leaderEnd ?? ExitStatus.Unknown;
    public bool LeaderLives => leaderEnd is null;
    public StdinQueue Stdin => stdin;
    public bool OnlyStorageIsMissing => !LeaderLives && ender.IsFinished && Array.Exists(streams, stream => stream.StalledBy != 0);
    public int Unkillable => ender.Unkillable;

    public SpoolWriter Stream(ProcessStream stream) => streams[(int)stream];

    public long Deadline => HasExited ? Clock.Never : Math.Min(ender.Deadline, Math.Min(streamsEndAt, retryAt));

    public void Watch(PollSet poll)
    {
        poll.Watch(streams[OutTag].WatchedPipe, Poll.In, this, OutTag);
        poll.Watch(streams[ErrTag].WatchedPipe, Poll.In, this, ErrTag);
        poll.Watch(stdin.WatchedPipe, stdin.WatchedEvents, this, StdinTag);
    }

    public void OnReady(int tag, short events)
    {
        if (tag == StdinTag) PumpStdin(readerGone: (events & Poll.Error) != 0);
        else Read((ProcessStream)tag);
    }

    public void Write(long number, ReadOnlySpan<byte> bytes, bool last)
    {
        switch (stdin.Accept(number, bytes, last))
        {
            case PieceOutcome.Queued: PumpStdin(readerGone: false); break;
            case PieceOutcome.Repeated when number <= stdin.Acknowledged: Pending |= Reports.Acknowledged; break;
            case PieceOutcome.Repeated: break;
            case PieceOutcome.Refused: Pending |= Reports.Refused; break;
            case PieceOutcome.Closed: Pending |= Reports.StdinClosed; break;
        }
    }

    public void Signal(int signal)
    {
        // An unreaped leader keeps its pid, and with it the number of its group, from being given away.
        if (LeaderLives) _ = Libc.kill(-Pid, signal);
    }

    public void Stop(TimeSpan grace)
    {
        if (HasExited) Pending |= Reports.Exited;
        else ender.Begin(grace);
    }

    public void Commit(ProcessStream stream, long offset) => streams[(int)stream].Commit(offset);

    public void OnLeaderEnd(ExitStatus status)
    {
        leaderEnd = status;
        CloseStdin();
        // A child never outlives its session: whatever the leader left behind ends with it.
        ender.Begin(options.Grace);
        ender.LookSoon();
        Settle();
    }

    public void OnSomeDeath() => ender.LookSoon();

    public void OnTime()
    {
        if (HasExited) return;
        ender.OnTime();
        if (clock.Now >= retryAt)
        {
            retryAt = Clock.Never;
            for (var stream = ProcessStream.Out; stream <= ProcessStream.Err; stream++) Retry(stream);
        }
        Settle();
    }

    public void Dispose()
    {
        stdin.Dispose();
        foreach (var stream in streams) stream.Dispose();
    }

    private void Read(ProcessStream stream)
    {
        var spool = streams[(int)stream];
        if (!spool.ReadOnce()) return;
        if (spool.StalledBy != 0) Stalled();
        Pending |= Report(stream);
        Settle();
    }

    private void Retry(ProcessStream stream)
    {
        var spool = streams[(int)stream];
        if (spool.StalledBy == 0) return;
        spool.RetryStorage();
        if (spool.StalledBy != 0) retryAt = clock.In(options.StorageRetry);
        else Pending |= Report(stream);
    }

    private void Stalled()
    {
        if (retryAt != Clock.Never) return;
        retryAt = clock.In(options.StorageRetry);
        Pending |= Reports.Stalled;
    }

    /// <summary>Takes each step towards the end that is due; called whenever one of them may have become so.</summary>
    private void Settle()
    {
        if (HasExited || LeaderLives || !ender.IsFinished) return;
        if (streamsEndAt == Clock.Never)
        {
            foreach (var stream in streams) stream.WriterGone = true;
            streamsEndAt = clock.In(options.StreamRest);
        }
        if (clock.Now >= streamsEndAt) EndStreams();
        if (!streams[OutTag].Ended || !streams[ErrTag].Ended) return;
        HasExited = true;
        Pending |= Reports.Exited;
    }

    /// <summary>Nobody of the launch is left, so whatever it said lies in the pipes.</summary>
    private void EndStreams()
    {
        for (var stream = ProcessStream.Out; stream <= ProcessStream.Err; stream++)
        {
            var spool = streams[(int)stream];
            if (spool.Ended) continue;
            while (!spool.Ended && spool.ReadOnce()) Pending |= Report(stream);
            // What waits for the disk is waited for; whoever fled and holds the pipe is not.
            if (spool.StalledBy != 0) Stalled();
            else spool.End();
            Pending |= Report(stream);
        }
        streamsEndAt = clock.In(options.StreamRest);
    }

    private void PumpStdin(bool readerGone)
    {
        var before = stdin.Acknowledged;
        if (readerGone || !stdin.Pump()) CloseStdin();
        if (stdin.Acknowledged != before) Pending |= Reports.Acknowledged;
    }

    private void CloseStdin()
    {
        if (!stdin.IsOpen) return;
        stdin.Close();
        Pending |= Reports.StdinClosed;
    }

    private static Reports Report(ProcessStream stream) => stream switch
    {
        ProcessStream.Out => Reports.Out,
        ProcessStream.Err => Reports.Err,
    };
}
