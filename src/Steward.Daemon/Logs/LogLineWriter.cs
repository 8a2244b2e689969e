using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Steward.Daemon.Secrets;
using Steward.Protocol.Logs;

namespace Steward.Daemon.Logs;

/// <summary>Makes one line of JSON of one event: <c>{ts, level, msg, daemonId, sessionId?, agent?, …}</c>, without secrets and of limited length.</summary>
internal sealed class LogLineWriter(string daemonId, Redactor redactor)
{
    private const int MaxMessage = 16 << 10;
    private const int MaxField = 4 << 10;
    private const int MaxFields = 24;

    private static readonly string[] Reserved = ["ts", "level", "msg", "daemonId", "category", "error"];

    // The standard encoder would write ' < > & + as escapes, and this is read by people with grep.
    private static readonly JsonWriterOptions Options = new() { SkipValidation = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public LogLine Write(DateTimeOffset at, string level, string message, IEnumerable<KeyValuePair<string, object?>> fields, Exception? error = null, string? category = null)
    {
        var output = new ArrayBufferWriter<byte>(256);
        using (var json = new Utf8JsonWriter(output, Options))
        {
            json.WriteStartObject();
            json.WriteString("ts", at.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture));
            json.WriteString("level", level);
            json.WriteString("msg", Short(message, MaxMessage));
            json.WriteString("daemonId", daemonId);
            WriteFields(json, fields);
            if (category is not null) json.WriteString("category", category);
            if (error is not null) json.WriteString("error", Short(error.ToString(), MaxMessage));
            json.WriteEndObject();
        }
        return new LogLine(at, WithEnd(Visible(redactor.RedactJson(output.WrittenMemory))));
    }

    private void WriteFields(Utf8JsonWriter json, IEnumerable<KeyValuePair<string, object?>> fields)
    {
        var written = new HashSet<string>(Reserved, StringComparer.Ordinal);
        foreach (var (key, value) in fields)
        {
            if (value is null || key.Length == 0 || key[0] == '{' || written.Count >= MaxFields + Reserved.Length) continue;
            var name = JsonNamingPolicy.CamelCase.ConvertName(Short(key, 64));
            if (written.Add(name)) WriteField(json, name, value);
        }
    }

    private void WriteField(Utf8JsonWriter json, string name, object value)
    {
        switch (value)
        {
            case bool yes:
                json.WriteBoolean(name, yes);
                break;
            case int or long or short or byte or uint or ushort:
                json.WriteNumber(name, Convert.ToInt64(value, CultureInfo.InvariantCulture));
                break;
            case double number when double.IsFinite(number):
                json.WriteNumber(name, number);
                break;
            default:
                json.WriteString(name, Short(Convert.ToString(value, CultureInfo.InvariantCulture) ?? "", MaxField));
                break;
        }
    }

    // Before it is cut: of a secret that is cut in two the first half would stay.
    private string Short(string text, int max)
    {
        if (text.Length <= max) return text;
        text = redactor.Redact(text);
        return text.Length <= max ? text : text[..max] + "…";
    }

    // The encoder lets pass what turns the direction of text round. Outside of texts JSON has no such letter, so it can be replaced anywhere.
    private static ReadOnlyMemory<byte> Visible(ReadOnlyMemory<byte> json)
    {
        if (Ascii.IsValid(json.Span)) return json;
        var visible = VisibleText.Of(Encoding.UTF8.GetString(json.Span));
        return Encoding.UTF8.GetBytes(visible);
    }

    private static byte[] WithEnd(ReadOnlyMemory<byte> json)
    {
        var line = new byte[json.Length + 1];
        json.CopyTo(line);
        line[^1] = (byte)'\n';
        return line;
    }
}
