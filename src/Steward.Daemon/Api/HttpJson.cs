using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Microsoft.AspNetCore.Http;
using Steward.Protocol;
using Steward.Protocol.Errors;

namespace Steward.Daemon.Api;

/// <summary>Reads bodies strictly, and writes answers.</summary>
internal static class HttpJson
{
    /// <summary>The body as it came, for hashing, and what it says. An empty body says nothing, and is the default.</summary>
    public static async Task<(T? Value, ReadOnlyMemory<byte> Bytes)> ReadAsync<T>(HttpContext context, JsonTypeInfo<T> type) where T : class
    {
        var bytes = await RequestBody.ReadAsync(context);
        if (bytes.Length == 0)
            return (null, bytes);
        try
        {
            return (JsonSerializer.Deserialize(bytes.Span, type), bytes);
        }
        catch (JsonException failure)
        {
            throw ApiException.BadRequest("bad_json", Explain(failure), "See /v3/openapi.json for what this route takes.");
        }
    }

    public static Task WriteAsync<T>(HttpContext context, T value, JsonTypeInfo<T> type, int status = StatusCodes.Status200OK) =>
        WriteBytesAsync(context, JsonSerializer.SerializeToUtf8Bytes(value, type), status);

    public static async Task WriteBytesAsync(HttpContext context, ReadOnlyMemory<byte> json, int status)
    {
        context.Response.StatusCode = status;
        context.Response.ContentType = "application/json; charset=utf-8";
        context.Response.ContentLength = json.Length;
        await context.Response.BodyWriter.WriteAsync(json, context.RequestAborted);
    }

    public static Task WriteErrorAsync(HttpContext context, int status, ErrorBody error) =>
        WriteAsync(context, new ErrorAnswer(error), WireJson.Default.ErrorAnswer, status);

    /// <summary>Null when it is not given. An empty one is a mistake of the caller's, and is not taken for none.</summary>
    public static string? QueryText(HttpContext context, string name) => context.Request.Query[name] switch
    {
        [] => null,
        [{ Length: > 0 } only] => only,
        _ => throw ApiException.BadRequest("bad_query", $"{name} is given once, and is not empty."),
    };

    public static bool QueryFlag(HttpContext context, string name) => QueryText(context, name) switch
    {
        null or "false" => false,
        "true" => true,
        _ => throw ApiException.BadRequest("bad_query", $"{name} is true or false."),
    };

    public static long? QueryNumber(HttpContext context, string name)
    {
        var text = context.Request.Query[name];
        if (text.Count == 0)
            return null;
        return text.Count == 1 && long.TryParse(text[0], NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            ? number
            : throw ApiException.BadRequest("bad_query", $"{name} is a whole number from 0 to {long.MaxValue}.");
    }

    // The exception's own words name .NET types; its position is what helps.
    private static string Explain(JsonException failure) => failure.Message.Contains("depth", StringComparison.OrdinalIgnoreCase)
        ? $"The body is nested deeper than {WireJson.MaxDepth} levels."
        : $"The body is not the JSON that this route takes (at {failure.Path ?? "$"}, line {(failure.LineNumber ?? 0) + 1}, byte {failure.BytePositionInLine ?? 0}).";
}
