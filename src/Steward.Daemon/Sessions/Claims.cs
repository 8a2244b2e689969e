using System.Security.Cryptography;
using Microsoft.AspNetCore.Http;
using Steward.Daemon.Api;
using Steward.Daemon.Journal;
using Steward.Domain.Sessions;

namespace Steward.Daemon.Sessions;

/// <summary>Requests that may be sent again: the same key and body get the same answer, the same key with another body is refused.</summary>
internal static class Claims
{
    private const int MaxKey = 200;

    public static IdempotencyClaim? Of(
        HttpContext context, string? requestId, string scope, ReadOnlyMemory<byte> body, int status, Func<Decision, byte[]> answer)
    {
        var key = KeyOf(context, requestId);
        return key is null ? null : new IdempotencyClaim(scope, key, Hash(body), status, answer);
    }

    /// <summary>What makes a repeated request one and the same, if the caller gave it.</summary>
    public static string? KeyOf(HttpContext context, string? requestId)
    {
        var header = context.Request.Headers["Idempotency-Key"];
        if (header.Count > 0 && requestId is not null && header != requestId)
            throw ApiException.BadRequest("bad_key", "The Idempotency-Key and the requestId differ: a request has one key.");
        var key = header.Count > 0 ? header.ToString() : requestId;
        return key is null or { Length: > 0 and <= MaxKey }
            ? key
            : throw ApiException.BadRequest("bad_key", $"An Idempotency-Key has 1 to {MaxKey} characters.");
    }

    public static Task RepeatAsync(HttpContext context, IdempotencyRecord before, ReadOnlyMemory<byte> body)
    {
        if (!before.RequestHash.Span.SequenceEqual(Hash(body)))
            throw ApiException.Conflict("key_reused", "This Idempotency-Key was used for another request.", "Use a new key for a new request.");
        context.Response.Headers["Idempotent-Replay"] = "true";
        return HttpJson.WriteBytesAsync(context, before.Answer, before.Status);
    }

    private static byte[] Hash(ReadOnlyMemory<byte> body) => SHA256.HashData(body.Span);
}
