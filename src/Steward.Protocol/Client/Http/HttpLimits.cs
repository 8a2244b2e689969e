namespace Steward.Protocol.Client.Http;

internal static class HttpLimits
{
    public const int HeaderBytes = 32 << 10;
    public const int HeaderCount = 100;
    public const int ChunkLine = 256;

    /// <summary>One line of a stream of events. An event is bounded by what one message and one tool result may hold.</summary>
    public const int StreamLine = 32 << 20;
}
