using System.Threading.Channels;

namespace Steward.Daemon.Logs;

/// <summary>
/// Carries lines to a sink on a thread of its own, so that a slow disk or a stopped terminal holds nobody up. When too many wait, new ones are dropped,
/// counted, and the number is said in one line.
/// </summary>
internal sealed class LogPump : IDisposable
{
    private static readonly TimeSpan StopLimit = TimeSpan.FromSeconds(2);

    private const int FlushEvery = 256;

    private readonly Channel<LogLine> _waiting;
    private readonly ILogSink _sink;
    private readonly Func<long, LogLine> _lost;
    private readonly Thread _thread;
    private readonly object _progress = new();
    private long _posted;
    private long _handled;
    private long _missing;

    public LogPump(ILogSink sink, Func<long, LogLine> lost, int capacity = 8192)
    {
        (_sink, _lost) = (sink, lost);
        _waiting = Channel.CreateBounded<LogLine>(new BoundedChannelOptions(capacity) { SingleReader = true });
        // Not a thread of the pool: in a crash of a starved pool the last words must still come out.
        _thread = new Thread(Run) { IsBackground = true, Name = "log" };
        _thread.Start();
    }

    public void Post(LogLine line)
    {
        if (_waiting.Writer.TryWrite(line))
            Interlocked.Increment(ref _posted);
        else
            Interlocked.Increment(ref _missing);
    }

    /// <summary>Waits until what was posted so far is written; false when that took too long.</summary>
    public bool Flush(TimeSpan limit)
    {
        var posted = Interlocked.Read(ref _posted);
        var started = Environment.TickCount64;
        lock (_progress)
            while (_handled < posted)
            {
                var left = limit - TimeSpan.FromMilliseconds(Environment.TickCount64 - started);
                if (left <= TimeSpan.Zero || !Monitor.Wait(_progress, left)) return _handled >= posted;
            }
        return true;
    }

    /// <summary>Writes what waits, within a limit. A sink that hangs is left to the end of the process.</summary>
    public void Dispose()
    {
        _waiting.Writer.TryComplete();
        if (_thread.Join(StopLimit)) _sink.Dispose();
    }

    private void Run()
    {
        while (_waiting.Reader.WaitToReadAsync().AsTask().GetAwaiter().GetResult())
        {
            var handled = 0;
            while (_waiting.Reader.TryRead(out var line))
            {
                SayMissing();
                Write(line, 1);
                if (++handled < FlushEvery) continue;
                Advance(handled);
                handled = 0;
            }
            SayMissing();
            Advance(handled);
        }
        SayMissing();
    }

    private void Advance(int handled)
    {
        lock (_progress)
        {
            _handled += handled;
            Monitor.PulseAll(_progress);
        }
    }

    private void SayMissing()
    {
        if (Volatile.Read(ref _missing) > 0 && Interlocked.Exchange(ref _missing, 0) is > 0 and var missing)
            Write(_lost(missing), missing);
    }

    private void Write(LogLine line, long lines)
    {
        try
        {
            _sink.Write(line);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException or ObjectDisposedException)
        {
            // A full disk or a closed terminal must not end the daemon. What is missing is said when a line gets through again.
            Interlocked.Add(ref _missing, lines);
        }
    }
}
