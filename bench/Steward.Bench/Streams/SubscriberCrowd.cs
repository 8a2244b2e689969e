using System.Globalization;
using System.Net.Sockets;
using Steward.Bench.Measures;

namespace Steward.Bench.Streams;

/// <summary>
/// The process of the subscribers. It says <c>ready</c>; after the line <c>begin</c> it collects, and after <c>end</c> it answers with the
/// number of words, their median age and the 99th percentile, in milliseconds, and how many subscribers were let go.
/// </summary>
internal static class SubscriberCrowd
{
    public const string Verb = "subscriber-crowd";

    public static async Task<int> RunAsync(string socketPath, int count)
    {
        var subscribers = new Dictionary<Socket, Subscriber>();
        for (var i = 0; i < count; i++)
        {
            var stream = RawStream.OpenAll(socketPath, 0);
            subscribers.Add(stream.Socket, new Subscriber(stream));
        }
        new Thread(() => Listen(subscribers)) { IsBackground = true }.Start();
        await Console.Out.WriteLineAsync("ready");
        while (await Console.In.ReadLineAsync() is { } line)
        {
            List<double>[] taken;
            lock (subscribers) taken = [.. subscribers.Values.Select(static subscriber => subscriber.TakeAges())];
            if (line == "begin") continue;
            var ages = new Samples([.. taken.SelectMany(static some => some)]);
            await Console.Out.WriteLineAsync(string.Create(CultureInfo.InvariantCulture,
                $"{ages.Count} {ages.Median} {ages.At(0.99)} {subscribers.Values.Count(static subscriber => subscriber.IsGone)}"));
        }
        return 0;
    }

    // One thread reads for all: a thread for each, or a turn through the pool, took as much of the two cores as the daemon's sending.
    private static void Listen(Dictionary<Socket, Subscriber> subscribers)
    {
        var ready = new List<Socket>();
        while (true)
        {
            ready.Clear();
            ready.AddRange(subscribers.Where(static subscriber => !subscriber.Value.IsGone).Select(static subscriber => subscriber.Key));
            Socket.Select(ready, null, null, Timeout.Infinite);
            lock (subscribers)
                foreach (var socket in ready) subscribers[socket].Hear();
        }
    }

    private sealed class Subscriber(RawStream stream)
    {
        private readonly ClockReader _reader = new(smallBuffer: true);
        private List<double> _ages = [];

        public bool IsGone { get; private set; }

        public void Hear()
        {
            try
            {
                _reader.Take(stream.Receive(_reader.Room.Span), _ages);
            }
            catch (Exception gone) when (gone is IOException or SocketException)
            {
                IsGone = true;
            }
        }

        public List<double> TakeAges()
        {
            var taken = _ages;
            _ages = [];
            return taken;
        }
    }
}
