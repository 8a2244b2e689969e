using System.Globalization;
using System.Text.Json;
using Steward.Protocol.Client.Http;
using Steward.Protocol.Events;
using Steward.Protocol.Files;

namespace Steward.Protocol.Client;

/// <summary>One cursor over the events of a session, and whichever stream serves it at the moment.</summary>
internal sealed class EventFollower(
    StewardHome home, ClientOptions options, Requester requester, string session, long afterSeq, Action<bool>? connected) : IDisposable
{
    private long cursor = afterSeq;
    private HttpReply? reply;
    private SseReader? events;
    private Outage? outage;
    private long connectedAt;
    private bool saidLost;

    // A stream that breaks sooner counts with the outage before it, so that a daemon that only hangs up is not asked in a busy loop.
    private static readonly TimeSpan Steady = TimeSpan.FromSeconds(1);

    public async ValueTask<EventEnvelope> NextAsync(CancellationToken stop)
    {
        while (true)
        {
            try
            {
                if (events is null) await ConnectAsync(stop).ConfigureAwait(false);
                var happened = await ReadAsync(stop).ConfigureAwait(false);
                // A stream that is opened anew may repeat the event at its cursor.
                if (happened.Seq <= cursor) continue;
                cursor = happened.Seq;
                return happened;
            }
            catch (Exception trouble) when (IsPassing(trouble))
            {
                Lose();
                await (outage ??= new Outage(home, options)).WaitAsync(trouble, stop).ConfigureAwait(false);
            }
        }
    }

    public void Dispose() => reply?.Dispose();

    // A token that was rotated a moment ago is read anew with the state file; being refused for longer ends with the patience.
    private static bool IsPassing(Exception trouble) =>
        Outage.IsConnectionTrouble(trouble) || trouble is NoAnswerException or RefusedException { Status: 401 or 429 or 503 };

    private async ValueTask ConnectAsync(CancellationToken stop)
    {
        var target = string.Create(
            CultureInfo.InvariantCulture, $"/v3/sse/events?sessionId={Uri.EscapeDataString(session)}&afterSeq={cursor}");
        reply = await requester.OpenAsync(new HttpRequest("GET", target) { Accept = "text/event-stream" }, stop).ConfigureAwait(false);
        events = new SseReader(reply.Body);
        connectedAt = options.Time.GetTimestamp();
        if (!saidLost) return;
        saidLost = false;
        connected?.Invoke(true);
    }

    private async ValueTask<EventEnvelope> ReadAsync(CancellationToken stop)
    {
        using var silence = CancellationTokenSource.CreateLinkedTokenSource(stop);
        using var timer = options.Time.CreateTimer(
            static state => ((CancellationTokenSource)state!).Cancel(), silence, options.SilenceLimit, Timeout.InfiniteTimeSpan);
        try
        {
            while (true)
            {
                if (!await events!.NextAsync(silence.Token).ConfigureAwait(false)) throw new EndOfStreamException("The daemon ended the stream.");
                if (!events.Data.IsEmpty) return Parse(events.Data);
                timer.Change(options.SilenceLimit, Timeout.InfiniteTimeSpan);
            }
        }
        catch (OperationCanceledException) when (!stop.IsCancellationRequested)
        {
            throw new IOException("Nothing came over the stream, not even a ping.");
        }
    }

    private static EventEnvelope Parse(ReadOnlyMemory<byte> data)
    {
        try
        {
            return JsonSerializer.Deserialize(data.Span, WireJson.Default.EventEnvelope) ?? throw new BadAnswerException("The daemon sent an empty event.");
        }
        catch (JsonException broken)
        {
            throw new BadAnswerException("The daemon sent an event that is not understood.", broken);
        }
    }

    private void Lose()
    {
        if (events is not null && options.Time.GetElapsedTime(connectedAt) >= Steady) outage = null;
        if (!saidLost) connected?.Invoke(false);
        saidLost = true;
        reply?.Dispose();
        (reply, events) = (null, null);
    }
}
