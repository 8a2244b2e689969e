using System.Buffers;
using System.Text.Json;

namespace Steward.Daemon.Files;

/// <summary>
/// Takes members out of a JSON object, or puts one in its place, and keeps everything else letter by letter: numbers of any size, escapes, even halves of
/// characters and names that stand there twice, which a parser would change or refuse. Indented by two, as programs write their settings.
/// </summary>
internal sealed class MemberRewriting
{
    private static readonly JsonReaderOptions Deep = new() { MaxDepth = 512 };

    private readonly ArrayBufferWriter<byte> _output = new();
    private int _depth;
    private bool _first = true;
    private bool _afterName;

    /// <exception cref="JsonException">It is no JSON object.</exception>
    public static byte[] Without(ReadOnlySpan<byte> json, params string[] names) => new MemberRewriting().Run(WithoutMark(json), names, null, default);

    /// <exception cref="JsonException">It is no JSON object.</exception>
    public static byte[] With(ReadOnlySpan<byte> json, string name, ReadOnlySpan<byte> value) => new MemberRewriting().Run(WithoutMark(json), [name], name, value);

    /// <exception cref="JsonException">It is no JSON object.</exception>
    public static bool HasAny(ReadOnlySpan<byte> json, params string[] names)
    {
        var reader = new Utf8JsonReader(WithoutMark(json), Deep);
        var has = false;
        if (!reader.Read() || reader.TokenType != JsonTokenType.StartObject)
            throw new JsonException("It is no JSON object.");
        while (reader.Read())
            has |= reader is { TokenType: JsonTokenType.PropertyName, CurrentDepth: 1 } && IsOneOf(ref reader, names);
        return has;
    }

    private static ReadOnlySpan<byte> WithoutMark(ReadOnlySpan<byte> json) => json.StartsWith("\uFEFF"u8) ? json[3..] : json;

    private byte[] Run(ReadOnlySpan<byte> json, string[] drop, string? add, ReadOnlySpan<byte> value)
    {
        var reader = new Utf8JsonReader(json, Deep);
        if (!reader.Read() || reader.TokenType != JsonTokenType.StartObject)
            throw new JsonException("It is no JSON object.");
        Write(ref reader);
        while (reader.Read())
        {
            if (reader is { TokenType: JsonTokenType.PropertyName, CurrentDepth: 1 } && IsOneOf(ref reader, drop))
                reader.Skip();
            else if (reader is { TokenType: JsonTokenType.EndObject, CurrentDepth: 0 } && add is not null)
                End(ref reader, add, value);
            else
                Write(ref reader);
        }
        return _output.WrittenSpan.ToArray();
    }

    private static bool IsOneOf(ref Utf8JsonReader reader, string[] names)
    {
        foreach (var name in names)
            if (reader.ValueTextEquals(name)) return true;
        return false;
    }

    private void End(ref Utf8JsonReader reader, string name, ReadOnlySpan<byte> value)
    {
        Separate();
        Quote(JsonEncodedText.Encode(name).EncodedUtf8Bytes);
        _output.Write(": "u8);
        _afterName = true;
        var inner = new Utf8JsonReader(value, Deep);
        while (inner.Read()) Write(ref inner);
        Write(ref reader);
    }

    private void Write(ref Utf8JsonReader reader)
    {
        switch (reader.TokenType)
        {
            case JsonTokenType.PropertyName:
                Separate();
                Quote(reader.ValueSpan);
                _output.Write(": "u8);
                _afterName = true;
                break;
            case JsonTokenType.EndObject or JsonTokenType.EndArray:
                _depth--;
                if (!_first) NewLine();
                _output.Write(reader.ValueSpan);
                _first = false;
                break;
            default:
                WriteValue(ref reader);
                break;
        }
    }

    private void WriteValue(ref Utf8JsonReader reader)
    {
        if (!_afterName) Separate();
        _afterName = false;
        if (reader.TokenType == JsonTokenType.String) Quote(reader.ValueSpan);
        else _output.Write(reader.ValueSpan);
        if (reader.TokenType is not (JsonTokenType.StartObject or JsonTokenType.StartArray)) return;
        _depth++;
        _first = true;
    }

    private void Separate()
    {
        if (!_first) _output.Write(","u8);
        if (_depth > 0) NewLine();
        _first = false;
    }

    private void NewLine()
    {
        _output.Write("\n"u8);
        for (var level = 0; level < _depth; level++) _output.Write("  "u8);
    }

    private void Quote(ReadOnlySpan<byte> escaped)
    {
        _output.Write("\""u8);
        _output.Write(escaped);
        _output.Write("\""u8);
    }
}
