using Steward.Domain.Processes;
using Steward.Keeper.Native;
using Steward.Keeper.Protocol;

namespace Steward.Keeper.Client;

/// <summary>
/// The daemon's end of the line to its keeper. All members may be called from any thread; what the keeper says comes on one thread of
/// the link, which blocks in the kernel because that costs neither a pool thread nor its spinning.
/// </summary>
public sealed class KeeperLink : IDisposable
{
    public const int LongestPiece = Wire.StdinCredit;

    private readonly Lock sending = new();
    private readonly RecordBuffer outbox = new();
    private readonly RecordInbox inbox;
    private readonly IKeeperEvents events;
    private Thread? reader;
    private int control;
    private volatile bool disposed;

    private KeeperLink(int control, RecordInbox inbox, Hello hello, IKeeperEvents events) =>
        (this.control, this.inbox, Hello, this.events) = (control, inbox, hello, events);

    public Hello Hello { get; }

    /// <summary>
    /// Takes over what the keeper handed down. To be called first of all in the process: until then everything that it starts would
    /// inherit the listeners. The handler hears nothing before <see cref="Begin"/>.
    /// </summary>
    public static KeeperLink Attach(IKeeperEvents handler) => Attach(handler, Wire.Control);

    internal static KeeperLink Attach(IKeeperEvents handler, int control)
    {
        for (var fd = Wire.TcpListener; fd <= Wire.Control; fd++)
            if (Libc.fcntl(fd, 2, 1) != 0) throw new InvalidOperationException("This process was not started by a keeper.");
        var inbox = new RecordInbox();
        return new KeeperLink(control, inbox, ReadHello(control, inbox), handler);
    }

    public void Begin()
    {
        if (reader is not null) throw new InvalidOperationException("The link has begun already.");
        reader = new Thread(new KeeperReader(control, inbox, events, Hello.SilenceLimit, Pong, () => disposed).Run)
        {
            IsBackground = true,
            Name = "keeper",
        };
        reader.Start();
    }

    public void Ready() => Send(RecordType.Ready);

    /// <summary>Why this daemon cannot serve; exit afterwards, with 78 when trying again is useless.</summary>
    public void Failed(string code, string message)
    {
        lock (sending) Flush(outbox.Begin(RecordType.Failed).Add(Shorten(code)).Add(Shorten(message)));
    }

    /// <summary>When this process exits now, with whatever code, the next daemon is started at once.</summary>
    public void Replace() => Send(RecordType.Replace);

    /// <summary>Starts a process, once: a launch id that is known already is answered with the present state of that process.</summary>
    public void Start(StartProcess start)
    {
        lock (sending)
        {
            outbox.Begin(RecordType.Start).Add(start.Launch.Value).Add((int)start.Channel).Add(start.ClosedStdin).Add(start.Directory)
                .Add(start.Argv).Add(start.Environment);
            if (outbox.RecordLength > Wire.LongestRecord)
            {
                outbox.Abandon();
                throw new ArgumentException("The command line and the environment are too long.", nameof(start));
            }
            Flush(outbox);
        }
    }

    /// <summary>Pieces are numbered from 1. Writing one again is harmless, and the way to be sure of it after a crash.</summary>
    public void Write(LaunchId launch, long piece, ReadOnlySpan<byte> bytes, bool last)
    {
        if (bytes.Length > LongestPiece) throw new ArgumentException($"A piece has at most {LongestPiece} bytes.", nameof(bytes));
        lock (sending) Flush(outbox.Begin(RecordType.Write).Add(launch.Value).Add(piece).Add(last).Add(bytes));
    }

    /// <summary>Ends the process and all that it started: asked first, forced after the grace. Exited follows in any case.</summary>
    public void Stop(LaunchId launch, TimeSpan grace)
    {
        var milliseconds = (int)Math.Clamp(grace.TotalMilliseconds, 0, int.MaxValue);
        lock (sending) Flush(outbox.Begin(RecordType.Stop).Add(launch.Value).Add(milliseconds));
    }

    /// <summary>Sends a signal to the process group of the leader.</summary>
    public void Signal(LaunchId launch, int signal)
    {
        lock (sending) Flush(outbox.Begin(RecordType.Signal).Add(launch.Value).Add(signal));
    }

    /// <summary>What lies before this offset is not needed any more: the disk gets it back, and a waiting child goes on.</summary>
    public void Committed(LaunchId launch, ProcessStream stream, long offset)
    {
        lock (sending) Flush(outbox.Begin(RecordType.Committed).Add(launch.Value).Add((int)stream).Add(offset));
    }

    /// <summary>Forgets an ended launch and deletes its spools.</summary>
    public void Release(LaunchId launch)
    {
        lock (sending) Flush(outbox.Begin(RecordType.Release).Add(launch.Value));
    }

    public SpoolReader OpenSpool(LaunchId launch, ProcessStream stream) => SpoolReader.Open(Hello.StateDirectory, launch, stream);

    public void Dispose()
    {
        if (disposed) return;
        disposed = true;
        // shutdown() wakes the reader, which close() would not.
        _ = Libc.shutdown(control, 2);
        if (reader is not null && reader != Thread.CurrentThread) reader.Join();
        lock (sending) Descriptor.Close(ref control);
        if (reader != Thread.CurrentThread) inbox.Dispose();
    }

    private void Pong() => Send(RecordType.Pong);

    private void Send(RecordType type)
    {
        lock (sending) Flush(outbox.Begin(type));
    }

    /// <summary>A keeper that is gone is told of by KeeperLost; whoever sends meanwhile need not know twice.</summary>
    private void Flush(RecordBuffer record)
    {
        record.End();
        if (disposed || record.Flush(control) != 0) record.Clear();
    }

    private static Hello ReadHello(int control, RecordInbox inbox)
    {
        Hello? hello = null;
        var kept = new List<KeptProcess>();
        while (true)
        {
            while (inbox.TryNext(out var bytes))
            {
                var record = new RecordReader(bytes);
                if (record.Type == RecordType.Hello) hello = HelloReader.ReadHello(ref record, kept);
                else if (record.Type == RecordType.Kept) kept.Add(HelloReader.ReadKept(ref record));
                else if (record.Type == RecordType.Listed && hello is not null) return hello;
            }
            if (inbox.Read(control) == ReadOutcome.Ended) throw new InvalidOperationException("The keeper hung up.");
        }
    }

    private static string Shorten(string text) => text.Length <= Wire.LongestText ? text : text[..Wire.LongestText];
}
