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

    private const int StackBytes = 256 << 10;

    public static async Task<int> RunAsync(string socketPath, int count)
    {
        var subscribers = new List<Subscriber>();
        for (var i = 0; i < count; i++) subscribers.Add(new Subscriber(RawStream.OpenAll(socketPath, 0)));
        // A blocking read each: through the pool of threads, receiving cost as much of the processor as the daemon's sending.
        foreach (var subscriber in subscribers) new Thread(subscriber.Listen, StackBytes) { IsBackground = true }.Start();
        await Console.Out.WriteLineAsync("ready");
        while (await Console.In.ReadLineAsync() is { } line)
            if (line == "begin")
            {
                foreach (var subscriber in subscribers) subscriber.TakeAges();
            }
            else
            {
                var ages = new Samples([.. subscribers.SelectMany(static subscriber => subscriber.TakeAges())]);
                await Console.Out.WriteLineAsync(string.Create(CultureInfo.InvariantCulture, $"{ages.Count} {ages.Median} {ages.At(0.99)} {subscribers.Count(static subscriber => subscriber.IsGone)}"));
            }
        return 0;
    }

    private sealed class Subscriber(RawStream stream)
    {
        private readonly ClockReader _reader = new(smallBuffer: true);
        private List<double> _ages = [];

        public bool IsGone { get; private set; }

        public void Listen()
        {
            try
            {
                while (true)
                {
                    var got = stream.Receive(_reader.Room.Span);
                    lock (_reader) _reader.Take(got, _ages);
                }
            }
            catch (Exception gone) when (gone is IOException or SocketException)
            {
                IsGone = true;
            }
        }

        public List<double> TakeAges()
        {
            lock (_reader)
            {
                var taken = _ages;
                _ages = [];
                return taken;
            }
        }
    }
}
