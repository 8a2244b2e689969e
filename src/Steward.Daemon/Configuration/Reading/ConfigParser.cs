using System.Collections.Immutable;
using System.Text;
using System.Text.Json;
using Steward.Protocol.Logs;

namespace Steward.Daemon.Configuration.Reading;

/// <summary>JSON with comments and trailing commas into a tree that knows its places.</summary>
internal static class ConfigParser
{
    public const int MaxDepth = 32;

    private static readonly JsonReaderOptions Options = new()
    {
        CommentHandling = JsonCommentHandling.Skip,
        AllowTrailingCommas = true,
        MaxDepth = MaxDepth,
    };

    /// <summary>Null after a mistake of grammar, which was reported: nothing behind it can be understood.</summary>
    public static ConfigNode? Parse(FileText text, SettingsReading reading)
    {
        if (text.FirstGarbage() is { } garbage)
            return Refuse(reading, garbage, "this byte is not UTF-8; save the file as UTF-8");
        var reader = new Utf8JsonReader(text.Bytes.Span, Options);
        try
        {
            reader.Read();
            var root = Value(ref reader);
            // Reading on finds what stands behind the end.
            reader.Read();
            return root;
        }
        catch (JsonException failure)
        {
            return Refuse(reading, text.Offset(failure.LineNumber ?? 0, failure.BytePositionInLine ?? 0), Reason(failure));
        }
        catch (InvalidOperationException)
        {
            // The reader's word for an escaped half of a surrogate pair.
            return Refuse(reading, (int)reader.TokenStartIndex, "this text holds half of a surrogate pair (\\uD800 to \\uDFFF), which is no character");
        }
    }

    private static ConfigNode? Refuse(SettingsReading reading, int offset, string message)
    {
        reading.Report(Place.InFile(offset), "", message);
        return null;
    }

    private static ConfigNode Value(ref Utf8JsonReader reader)
    {
        var place = Place.InFile((int)reader.TokenStartIndex);
        return reader.TokenType switch
        {
            JsonTokenType.StartObject => new ConfigObject(place, Members(ref reader)),
            JsonTokenType.StartArray => new ConfigList(place, Items(ref reader)),
            JsonTokenType.String => new ConfigText(place, reader.GetString() ?? ""),
            JsonTokenType.Number => new ConfigNumber(place, Encoding.ASCII.GetString(reader.ValueSpan)),
            _ => new ConfigWord(place, Encoding.ASCII.GetString(reader.ValueSpan)),
        };
    }

    private static ImmutableArray<ConfigMember> Members(ref Utf8JsonReader reader)
    {
        var members = ImmutableArray.CreateBuilder<ConfigMember>();
        while (reader.Read() && reader.TokenType != JsonTokenType.EndObject)
        {
            var place = Place.InFile((int)reader.TokenStartIndex);
            var name = reader.GetString() ?? "";
            reader.Read();
            members.Add(new ConfigMember(name, place, Value(ref reader)));
        }
        return members.ToImmutable();
    }

    private static ImmutableArray<ConfigNode> Items(ref Utf8JsonReader reader)
    {
        var items = ImmutableArray.CreateBuilder<ConfigNode>();
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
            items.Add(Value(ref reader));
        return items.ToImmutable();
    }

    // The place is said before the text, and a reader's options are not the owner's to change.
    private static string Reason(JsonException failure)
    {
        // The two that say nothing of what stands there.
        if (failure.Message.Contains("does not contain any JSON", StringComparison.Ordinal))
            return "the file is empty; write {} or remove it";
        if (failure.Message.Contains("Expected depth to be zero", StringComparison.Ordinal))
            return "the file ends in the middle: something that was opened with { or [ is not closed";
        var reason = failure.Message;
        foreach (var tail in (ReadOnlySpan<string>)[" LineNumber:", " Change the reader options", " Path:"])
            if (reason.IndexOf(tail, StringComparison.Ordinal) is var cut and >= 0)
                reason = reason[..cut];
        return "not valid JSON: " + VisibleText.Of(reason.TrimEnd('.'));
    }
}
