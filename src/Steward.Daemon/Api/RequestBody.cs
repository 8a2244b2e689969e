using System.Buffers;
using System.IO.Pipelines;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Steward.Protocol.Errors;

namespace Steward.Daemon.Api;

/// <summary>
/// The body of a request, up to the daemon's limit. Kestrel's own limit is off: it closes the connection under a client that is still writing, and
/// the reset that follows takes the answer along. Without it Kestrel reads over the rest, for 5 s at most, and the client learns why it was refused.
/// </summary>
internal sealed class RequestBody(int most)
{
    private static readonly ErrorBody TooLarge = new(
        "body_too_large", "invalid_request", "The body is larger than this daemon takes.", false, "Send less, or raise daemon.limits.bodyKb.");

    public static void Limit(HttpContext context, int most) => context.Features.Set(new RequestBody(most));

    public static Task<ReadOnlyMemory<byte>> ReadAsync(HttpContext context) => context.Features.GetRequiredFeature<RequestBody>().ReadWholeAsync(context);

    /// <summary>Nobody wants the rest of it: a client that reads the answer while it writes may stop.</summary>
    public static void PassOver(HttpContext context)
    {
        if (context.Request.ContentLength is > 0 || context.Request.Headers.TransferEncoding.Count > 0)
            context.Response.Headers.Connection = "close";
    }

    private async Task<ReadOnlyMemory<byte>> ReadWholeAsync(HttpContext context)
    {
        if (context.Request.ContentLength > most)
            throw Refused(context);
        var reader = context.Request.BodyReader;
        var result = await ReadAsync(reader, context.RequestAborted);
        while (!result.IsCompleted && result.Buffer.Length <= most)
        {
            reader.AdvanceTo(result.Buffer.Start, result.Buffer.End);
            result = await ReadAsync(reader, context.RequestAborted);
        }
        var bytes = result.Buffer.Length <= most ? result.Buffer.ToArray() : null;
        reader.AdvanceTo(result.Buffer.End);
        return bytes ?? throw Refused(context);
    }

    private static async ValueTask<ReadResult> ReadAsync(PipeReader reader, CancellationToken cancellationToken)
    {
        try
        {
            return await reader.ReadAsync(cancellationToken);
        }
        catch (IOException broken) when (broken is not Microsoft.AspNetCore.Http.BadHttpRequestException)
        {
            // Kestrel has no word of its own for every way to break off a body, or to write a chunk's size.
            throw ApiException.BadRequest("bad_body", "The body does not end as its headers say.");
        }
    }

    private static ApiException Refused(HttpContext context)
    {
        PassOver(context);
        return new ApiException(StatusCodes.Status413PayloadTooLarge, TooLarge);
    }
}
