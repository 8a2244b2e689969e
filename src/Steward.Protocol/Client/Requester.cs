using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Steward.Protocol.Client.Http;
using Steward.Protocol.Files;

namespace Steward.Protocol.Client;

/// <summary>Sends requests, again where a repeat is harmless, and turns answers into records or into a <see cref="DaemonException"/>.</summary>
internal sealed class Requester(StewardHome home, ClientOptions options)
{
    public async Task<T> AskAsync<T>(HttpRequest request, JsonTypeInfo<T> answer, CancellationToken stop)
    {
        var bytes = await SendAsync(request, stop).ConfigureAwait(false);
        try
        {
            return JsonSerializer.Deserialize(bytes, answer) ?? throw new BadAnswerException("The daemon answered with nothing.");
        }
        catch (JsonException broken)
        {
            throw new BadAnswerException($"The daemon's answer to {request.Method} {request.Target} is not understood.", broken);
        }
    }

    public async Task<byte[]> SendAsync(HttpRequest request, CancellationToken stop)
    {
        var outage = new Outage(home, options);
        while (true)
        {
            var sent = new Sent();
            try
            {
                return await OnceAsync(request, sent, stop).ConfigureAwait(false);
            }
            catch (Exception trouble) when (Outage.IsConnectionTrouble(trouble) && (request.Repeatable || !sent.Begun))
            {
                await outage.WaitAsync(trouble, stop).ConfigureAwait(false);
            }
            catch (RefusedException starting) when (starting.Code == "starting")
            {
                await outage.WaitAsync(starting, stop).ConfigureAwait(false);
            }
            catch (Exception trouble) when (Outage.IsConnectionTrouble(trouble))
            {
                throw new NoAnswerException("The connection broke before the daemon answered; whether it did what was asked is not known.", trouble);
            }
        }
    }

    /// <summary>Opens a stream. The caller reads it and disposes of the reply.</summary>
    public async Task<HttpReply> OpenAsync(HttpRequest request, CancellationToken stop)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(stop);
        using var timer = options.Time.CreateTimer(static state => ((CancellationTokenSource)state!).Cancel(), limit, options.AnswerLimit, Timeout.InfiniteTimeSpan);
        try
        {
            var reply = await ExchangeAsync(request, new Sent(), limit.Token).ConfigureAwait(false);
            if (reply.IsSuccess) return reply;
            using (reply) throw await RefusalAsync(reply, limit.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (!stop.IsCancellationRequested)
        {
            throw new IOException("The daemon accepted the connection and did not answer.");
        }
    }

    private async Task<byte[]> OnceAsync(HttpRequest request, Sent sent, CancellationToken stop)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(stop);
        using var timer = options.Time.CreateTimer(static state => ((CancellationTokenSource)state!).Cancel(), limit, options.AnswerLimit, Timeout.InfiniteTimeSpan);
        try
        {
            return await ExchangeWholeAsync(request, sent, limit.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (!stop.IsCancellationRequested)
        {
            throw new NoAnswerException($"The daemon did not answer within {options.AnswerLimit.TotalSeconds:0.#} s.");
        }
    }

    private async Task<byte[]> ExchangeWholeAsync(HttpRequest request, Sent sent, CancellationToken stop)
    {
        using var reply = await ExchangeAsync(request, sent, stop).ConfigureAwait(false);
        if (!reply.IsSuccess) throw await RefusalAsync(reply, stop).ConfigureAwait(false);
        return await reply.ReadAllAsync(options.BodyLimit, stop).ConfigureAwait(false);
    }

    private async Task<HttpReply> ExchangeAsync(HttpRequest request, Sent sent, CancellationToken stop)
    {
        // Read anew each time: a restart changes the token, and may change the address.
        var address = options.Address ?? DaemonAddress.Of(home, options.Transport);
        var wire = await Wire.ConnectAsync(address, stop).ConfigureAwait(false);
        try
        {
            sent.Begun = true;
            await wire.SendAsync(request.ToBytes(address.Host, address.Token), stop).ConfigureAwait(false);
            return await HttpReply.ReadHeadAsync(wire, stop).ConfigureAwait(false);
        }
        catch
        {
            wire.Dispose();
            throw;
        }
    }

    private async Task<RefusedException> RefusalAsync(HttpReply reply, CancellationToken stop)
    {
        var bytes = await reply.ReadAllAsync(Math.Min(options.BodyLimit, 1 << 20), stop).ConfigureAwait(false);
        return Refusal.Of(reply.Status, bytes);
    }

    private sealed class Sent
    {
        public bool Begun { get; set; }
    }
}
