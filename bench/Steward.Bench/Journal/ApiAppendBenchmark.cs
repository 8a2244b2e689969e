using System.Diagnostics;
using System.Net.Sockets;
using System.Text;
using Steward.Bench.Instances;
using Steward.Bench.Measures;

namespace Steward.Bench.Journal;

/// <summary>Sixteen clients, each changing the title of a session of its own over one connection that stays: a durable event for each request.</summary>
internal sealed class ApiAppendBenchmark : IBenchmark
{
    private const int Clients = 16;

    private static readonly TimeSpan WarmUp = TimeSpan.FromSeconds(2), Span = TimeSpan.FromSeconds(3);

    public string Name => "api-appends";

    public async IAsyncEnumerable<Row> RunAsync(BenchContext context)
    {
        await using var instance = await Instance.BusyAsync(context.Program);
        var sessions = new List<string>();
        for (var i = 0; i < Clients; i++) sessions.Add(await instance.NewSessionAsync());
        await RateAsync(instance, sessions, WarmUp);
        yield return new Row("durable events through the API, 16 clients (a request and its answer each)", "events/s",
            await Samples.TakeAsync(context.Runs, () => RateAsync(instance, sessions, Span)))
        { Note = "clients and daemon share the machine" };
    }

    private static async Task<double> RateAsync(Instance instance, IEnumerable<string> sessions, TimeSpan span)
    {
        var began = Stopwatch.GetTimestamp();
        var counts = await Task.WhenAll(sessions.Select(session => Task.Run(() => RenameAsync(instance.Home.ApiSocket, session, began, span))));
        return counts.Sum() / Stopwatch.GetElapsedTime(began).TotalSeconds;
    }

    private static async Task<long> RenameAsync(string socketPath, string session, long began, TimeSpan span)
    {
        using var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        await socket.ConnectAsync(new UnixDomainSocketEndPoint(socketPath));
        var answer = new byte[16 << 10];
        var done = 0L;
        for (; Stopwatch.GetElapsedTime(began) < span; done++)
        {
            var body = $$"""{"title":"title {{Stopwatch.GetTimestamp()}}"}""";
            await socket.SendAsync(Encoding.ASCII.GetBytes(
                $"PATCH /v3/sessions/{session} HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nContent-Length: {body.Length}\r\n\r\n{body}"));
            await ReadAnswerAsync(socket, answer);
        }
        return done;
    }

    private static async Task ReadAnswerAsync(Socket socket, byte[] answer)
    {
        for (var got = 0; ;)
        {
            var more = await socket.ReceiveAsync(answer.AsMemory(got));
            if (more == 0) throw new IOException("The daemon closed the connection.");
            got += more;
            var head = answer.AsSpan(0, got).IndexOf("\r\n\r\n"u8);
            if (head < 0) continue;
            var text = Encoding.ASCII.GetString(answer, 0, head);
            if (!text.StartsWith("HTTP/1.1 200", StringComparison.Ordinal)) throw new IOException(text);
            if (got >= head + 4 + LengthOf(text)) return;
        }
    }

    private static int LengthOf(string head)
    {
        const string name = "Content-Length: ";
        var at = head.IndexOf(name, StringComparison.OrdinalIgnoreCase);
        var line = at < 0 ? throw new IOException("An answer without a length.") : head[(at + name.Length)..];
        return int.Parse(line.Split('\r')[0], System.Globalization.CultureInfo.InvariantCulture);
    }
}
