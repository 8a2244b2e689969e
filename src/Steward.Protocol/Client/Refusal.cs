using System.Text.Json;
using Steward.Protocol.Errors;

namespace Steward.Protocol.Client;

/// <summary>What a daemon says when it does not do what was asked.</summary>
internal static class Refusal
{
    public static RefusedException Of(int status, ReadOnlySpan<byte> body)
    {
        try
        {
            if (JsonSerializer.Deserialize(body, WireJson.Default.ErrorAnswer) is { } told) return new RefusedException(told.Error, status);
        }
        catch (JsonException)
        {
            // A refusal before the endpoint is reached may have no body of ours: its status still says enough.
        }
        return new RefusedException(new ErrorBody($"http_{status}", "protocol", $"The daemon answered with HTTP {status}.", status >= 500), status);
    }
}
