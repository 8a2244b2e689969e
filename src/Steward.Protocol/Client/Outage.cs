using System.Net.Sockets;
using Steward.Protocol.Files;

namespace Steward.Protocol.Client;

/// <summary>A time without the daemon: how long it is waited out, with which pauses, and what is said when that was in vain.</summary>
internal sealed class Outage(StewardHome home, ClientOptions options)
{
    private static readonly TimeSpan FirstPause = TimeSpan.FromMilliseconds(10), LongestPause = TimeSpan.FromMilliseconds(500);

    private readonly long since = options.Time.GetTimestamp();
    private TimeSpan pause = FirstPause;

    public static bool IsConnectionTrouble(Exception e) => e is SocketException or IOException;

    /// <exception cref="DaemonException">Waiting longer makes no sense, or the patience is used up.</exception>
    public async ValueTask WaitAsync(Exception cause, CancellationToken stop)
    {
        // The backlog is full: somebody listens, and will get to us.
        var listening = cause is SocketException { SocketErrorCode: SocketError.WouldBlock };
        // Without a keeper the note of an earlier one means nothing.
        if (!listening && !options.KeeperLives()) throw new NotRunningException();
        if (!listening && ParkedRecord.Read(home) is { } parked) throw new ParkedException(parked);
        var left = options.Patience - options.Time.GetElapsedTime(since);
        if (left <= TimeSpan.Zero) throw GaveUp(cause);
        await Task.Delay(pause < left ? pause : left, options.Time, stop).ConfigureAwait(false);
        pause = pause * 2 < LongestPause ? pause * 2 : LongestPause;
    }

    private DaemonException GaveUp(Exception cause)
    {
        if (options.Patience > TimeSpan.Zero)
            return new NoAnswerException($"The daemon did not answer within {options.Patience.TotalSeconds:0.#} s.", cause);
        return cause is SocketException { SocketErrorCode: SocketError.ConnectionRefused or SocketError.AddressNotAvailable }
            ? new NotRunningException()
            : new NoAnswerException("The daemon does not answer.", cause);
    }
}
