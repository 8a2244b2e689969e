using System.Threading.Channels;

namespace Steward.Daemon.Events;

/// <summary>
/// The queue between the hub and one subscriber. It is bounded: a subscriber that does not keep up is told its last sequence and let go,
/// and comes back with it; it never grows the daemon.
/// </summary>
internal sealed class Subscription(EventHub hub, string? session, int maxEvents, int maxBytes) : IDisposable
{
    private readonly Channel<EventFrame> _frames = Channel.CreateBounded<EventFrame>(
        new BoundedChannelOptions(maxEvents) { SingleReader = true, SingleWriter = true });

    private long _bytes;

    public string? Session { get; } = session;

    /// <summary>Set when the subscriber did not keep up; what is still queued is whole and in order.</summary>
    public bool Overrun { get; private set; }

    public ChannelReader<EventFrame> Frames => _frames.Reader;

    /// <summary>Gives the room of a frame back once it was sent.</summary>
    public void Sent(EventFrame frame) => Interlocked.Add(ref _bytes, -frame.Json.Length);

    public void Dispose() => hub.Leave(this);

    /// <summary>Called by the hub alone, in the order of commits.</summary>
    internal void Offer(EventFrame frame)
    {
        if (Overrun)
            return;
        var bytes = Interlocked.Add(ref _bytes, frame.Json.Length);
        // One frame larger than the whole room still passes when nothing else waits: otherwise it could never be delivered.
        if ((bytes > maxBytes && bytes != frame.Json.Length) || !_frames.Writer.TryWrite(frame))
        {
            Overrun = true;
            _frames.Writer.TryComplete();
        }
    }

    internal void Close() => _frames.Writer.TryComplete();
}
