using System.Runtime.InteropServices;
using Steward.Cli.Editing;

namespace Steward.Cli.Terminals;

/// <summary>Reads the keys of a raw terminal. Somebody else may have the terminal in between: a read that waits would take their keys.</summary>
internal sealed class KeyPump : IDisposable
{
    // What a key sends comes in one piece; an Escape after which nothing came that soon was the key of that name.
    private const int SettleMs = 50;

    private readonly Action<Key> heard;
    private readonly Action ended;
    private readonly KeyReader reader = new();
    private readonly SemaphoreSlim resumed = new(0);
    private readonly int wakeRead, wakeWrite;
    private TaskCompletionSource? pausing;
    private volatile bool closed;

    public unsafe KeyPump(Action<Key> heard, Action ended)
    {
        (this.heard, this.ended) = (heard, ended);
        var ends = stackalloc int[2];
        if (Libc.pipe(ends) != 0) throw new IOException($"No pipe could be made (errno {Marshal.GetLastPInvokeError()}).");
        (wakeRead, wakeWrite) = (ends[0], ends[1]);
        new Thread(Run) { IsBackground = true, Name = "keys" }.Start();
    }

    /// <summary>When it returns, nobody reads.</summary>
    public Task PauseAsync()
    {
        var paused = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        Volatile.Write(ref pausing, paused);
        Wake();
        return paused.Task;
    }

    public void Resume() => resumed.Release();

    public void Dispose()
    {
        closed = true;
        Wake();
        resumed.Release();
    }

    private unsafe void Wake()
    {
        byte any = 0;
        _ = Libc.write(wakeWrite, &any, 1);
    }

    private void Run()
    {
        while (!closed)
        {
            var (keys, woken) = Wait(reader.IsUndecided ? SettleMs : -1);
            if (woken) Rest();
            else if (keys is null) foreach (var key in reader.Settle()) heard(key);
            else if (keys.Length == 0) break;
            else foreach (var key in reader.Read(keys)) heard(key);
        }
        if (!closed) ended();
    }

    private void Rest()
    {
        if (Interlocked.Exchange(ref pausing, null) is not { } paused) return;
        paused.TrySetResult();
        resumed.Wait();
    }

    /// <summary>What was typed; null when nothing was for that long, nothing at all at the end.</summary>
    private unsafe (byte[]? Typed, bool Woken) Wait(int milliseconds)
    {
        var waited = stackalloc Libc.PollDescriptor[2];
        waited[0] = new Libc.PollDescriptor { Descriptor = 0, Events = Libc.Readable };
        waited[1] = new Libc.PollDescriptor { Descriptor = wakeRead, Events = Libc.Readable };
        var ready = Libc.poll(waited, 2, milliseconds);
        if (ready < 0) return Marshal.GetLastPInvokeError() == Libc.Interrupted ? (null, false) : ([], false);
        if (ready == 0) return (null, false);
        if (waited[1].Happened != 0)
        {
            _ = ReadFrom(wakeRead, 1);
            return (null, true);
        }
        return (ReadFrom(0, 4096), false);
    }

    private static unsafe byte[]? ReadFrom(int fd, int most)
    {
        var bytes = stackalloc byte[most];
        var got = Libc.read(fd, bytes, most);
        if (got >= 0) return new ReadOnlySpan<byte>(bytes, (int)got).ToArray();
        return Marshal.GetLastPInvokeError() is Libc.Interrupted or Libc.Again ? null : [];
    }
}
