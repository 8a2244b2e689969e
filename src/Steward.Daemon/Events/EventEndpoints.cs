using System.Buffers;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Steward.Daemon.Api;
using Steward.Daemon.Sessions;
using Steward.Protocol;
using Steward.Protocol.Events;

namespace Steward.Daemon.Events;

/// <summary>Events for those who ask: a page (and a long poll), and the whole history of a session as lines.</summary>
internal sealed class EventEndpoints(SessionRegistry registry, EventStream stream, TimeProvider time)
{
    private const int MaxPage = 1000;
    private const long MaxWaitMs = 60_000;

    public IEnumerable<Route> Routes =>
    [
        new("GET", "/v3/sessions/{id}/events", Scope.Read, "Events after a cursor; waits for the first when asked to.", PollAsync)
        {
            Response = static () => WireJson.Default.EventPage,
            Query = ["afterSeq", "limit", "waitMs"],
        },
        new("GET", "/v3/sessions/{id}/export", Scope.Read, "Every event of a session, a line each.", ExportAsync)
        {
            ResponseType = "application/x-ndjson",
        },
    ];

    private async Task PollAsync(HttpContext context, RouteValues values)
    {
        var state = SessionLookup.State(registry, values["id"]);
        var after = stream.Cursor(state, HttpJson.QueryNumber(context, "afterSeq") ?? 0);
        var limit = (int)Math.Clamp(HttpJson.QueryNumber(context, "limit") ?? 500, 1, MaxPage);
        var wait = Math.Min(HttpJson.QueryNumber(context, "waitMs") ?? 0, MaxWaitMs);
        var frames = stream.Read(state.Id.Value, after, limit);
        if (frames.Count == 0 && wait > 0)
            frames = await FirstAsync(state.Id.Value, after, TimeSpan.FromMilliseconds(wait), context.RequestAborted);
        await HttpJson.WriteBytesAsync(context, Page(frames, after), StatusCodes.Status200OK);
    }

    private async Task<IReadOnlyList<EventFrame>> FirstAsync(string session, long after, TimeSpan wait, CancellationToken aborted)
    {
        using var limit = new CancellationTokenSource(wait, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, aborted);
        try
        {
            await foreach (var batch in stream.FollowAsync(session, after, either.Token))
                return batch.Frames;
        }
        catch (OperationCanceledException) when (limit.IsCancellationRequested)
        {
            // Nothing came in the time that the caller gave.
        }
        return [];
    }

    private static ReadOnlyMemory<byte> Page(IReadOnlyList<EventFrame> frames, long after)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(buffer))
        {
            writer.WriteStartObject();
            writer.WriteStartArray("events"u8);
            foreach (var frame in frames)
                writer.WriteRawValue(frame.Json.Span, skipInputValidation: true);
            writer.WriteEndArray();
            writer.WriteNumber("lastSeq"u8, frames.Count > 0 ? frames[^1].Seq : after);
            writer.WriteEndObject();
        }
        return buffer.WrittenMemory;
    }

    private async Task ExportAsync(HttpContext context, RouteValues values)
    {
        var state = SessionLookup.State(registry, values["id"]);
        context.Response.ContentType = "application/x-ndjson";
        // Only a response that has begun has room for what is written into it piece by piece.
        await context.Response.StartAsync(context.RequestAborted);
        var body = context.Response.BodyWriter;
        var after = 0L;
        for (var page = stream.Read(state.Id.Value, after); page.Count > 0 && after < state.Seq; page = stream.Read(state.Id.Value, after))
        {
            foreach (var frame in page)
            {
                body.Write(frame.Json.Span);
                body.Write("\n"u8);
            }
            await body.FlushAsync(context.RequestAborted);
            after = page[^1].Seq;
        }
    }
}
