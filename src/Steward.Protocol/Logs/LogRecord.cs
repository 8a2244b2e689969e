using System.Text;
using System.Text.Json;

namespace Steward.Protocol.Logs;

/// <summary>What is read back of a line of the daemon's log, which is one JSON object.</summary>
public sealed record LogRecord
{
    public required DateTimeOffset At { get; init; }

    /// <summary>trace, debug, info, warn, error or fatal.</summary>
    public required string Level { get; init; }

    public required string Message { get; init; }

    public string? SessionId { get; init; }

    public string? Agent { get; init; }

    public string? Error { get; init; }

    /// <summary>Null when the line is no line of the log: a runtime that dies writes what it likes.</summary>
    public static LogRecord? Parse(string line)
    {
        try
        {
            var reader = new Utf8JsonReader(Encoding.UTF8.GetBytes(line));
            return reader.Read() && reader.TokenType == JsonTokenType.StartObject ? Fields(ref reader) : null;
        }
        catch (Exception notOurs) when (notOurs is JsonException or InvalidOperationException or FormatException)
        {
            return null;
        }
    }

    private static LogRecord? Fields(ref Utf8JsonReader reader)
    {
        DateTimeOffset? at = null;
        var texts = new Dictionary<string, string>(StringComparer.Ordinal);
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var name = reader.GetString() ?? "";
            reader.Read();
            if (reader.TokenType != JsonTokenType.String)
                reader.Skip();
            else if (name == "ts")
                at = reader.GetDateTimeOffset();
            else
                texts[name] = reader.GetString() ?? "";
        }
        if (at is null || texts.GetValueOrDefault("level") is not { } level || texts.GetValueOrDefault("msg") is not { } message)
            return null;
        return new LogRecord
        {
            At = at.Value,
            Level = level,
            Message = message,
            SessionId = texts.GetValueOrDefault("sessionId"),
            Agent = texts.GetValueOrDefault("agent"),
            Error = texts.GetValueOrDefault("error"),
        };
    }
}
