using System.Buffers;
using System.Buffers.Text;
using System.IO.Pipelines;
using System.Text;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Steward.Daemon.Api;
using Steward.Daemon.Sessions;

namespace Steward.Daemon.Events;

/// <summary>Events as server-sent events. The id of each is the cursor that its stream resumes by, so a browser's own reconnect loses nothing.</summary>
internal sealed class SseEndpoint(SessionRegistry registry, EventStream stream, TimeProvider time)
{
    private static readonly TimeSpan PingInterval = TimeSpan.FromSeconds(15);

    public IEnumerable<Route> Routes =>
    [
        new("GET", "/v3/sse/events", Scope.Read, "Events of one session, or of all, as they come.", FollowAsync)
        {
            ResponseType = "text/event-stream",
            Query = ["sessionId", "afterSeq", "afterGseq"],
        },
    ];

    private async Task FollowAsync(HttpContext context, RouteValues values)
    {
        var (session, after) = Start(context);
        context.Features.Get<IHttpResponseBodyFeature>()?.DisableBuffering();
        context.Response.ContentType = "text/event-stream";
        await context.Response.StartAsync(context.RequestAborted);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted);
        using var writing = new SemaphoreSlim(1, 1);
        var body = context.Response.BodyWriter;
        var pings = PingAsync(body, writing, either.Token);
        try
        {
            await foreach (var batch in stream.FollowAsync(session, after, either.Token))
                await SendAsync(body, writing, batch, session is null, either.Token);
        }
        catch (OperationCanceledException) when (either.IsCancellationRequested)
        {
            // The reader left, and comes back with its last id.
        }
        await either.CancelAsync();
        await pings;
    }

    private (string? Session, long After) Start(HttpContext context)
    {
        var resumed = context.Request.Headers["Last-Event-ID"];
        var lastId = resumed.Count == 1 && long.TryParse(resumed[0], out var id) && id >= 0 ? id : (long?)null;
        if (HttpJson.QueryText(context, "sessionId") is not { } target)
            return (null, stream.Cursor(null, lastId ?? HttpJson.QueryNumber(context, "afterGseq") ?? 0));
        var state = SessionLookup.State(registry, target);
        return (state.Id.Value, stream.Cursor(state, lastId ?? HttpJson.QueryNumber(context, "afterSeq") ?? 0));
    }

    private static async Task SendAsync(
        PipeWriter body, SemaphoreSlim writing, StreamBatch batch, bool global, CancellationToken cancellationToken)
    {
        await writing.WaitAsync(cancellationToken);
        try
        {
            for (var i = 0; i < batch.Frames.Count; i++)
                Write(body, batch.Frames[i], global ? batch.Frames[i].Gseq : batch.Frames[i].Seq);
            if (batch.Overrun)
                body.Write(": too slow; come back with the last id\n\n"u8);
            await body.FlushAsync(cancellationToken);
        }
        finally
        {
            writing.Release();
        }
    }

    private static void Write(PipeWriter body, EventFrame frame, long id)
    {
        var span = body.GetSpan(frame.Json.Length + frame.Name.Length + 64);
        var at = Append(span, 0, "id: "u8);
        Utf8Formatter.TryFormat(id, span[at..], out var digits);
        at = Append(span, at + digits, "\nevent: "u8);
        at += Encoding.ASCII.GetBytes(frame.Name, span[at..]);
        at = Append(span, at, "\ndata: "u8);
        at = Append(span, at, frame.Json.Span);
        at = Append(span, at, "\n\n"u8);
        body.Advance(at);
    }

    private static int Append(Span<byte> span, int at, ReadOnlySpan<byte> bytes)
    {
        bytes.CopyTo(span[at..]);
        return at + bytes.Length;
    }

    private async Task PingAsync(PipeWriter body, SemaphoreSlim writing, CancellationToken cancellationToken)
    {
        using var timer = new PeriodicTimer(PingInterval, time);
        try
        {
            while (await timer.WaitForNextTickAsync(cancellationToken))
            {
                await writing.WaitAsync(cancellationToken);
                try
                {
                    body.Write(": ping\n\n"u8);
                    await body.FlushAsync(cancellationToken);
                }
                finally
                {
                    writing.Release();
                }
            }
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            // The stream is over.
        }
    }
}
