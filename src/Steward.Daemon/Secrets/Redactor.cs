using System.Buffers;
using System.Collections.Immutable;
using System.Text;
using Steward.Daemon.Configuration;

namespace Steward.Daemon.Secrets;

/// <summary>
/// Keeps secrets from leaving: whatever goes into a log, an event or a message passes through it. It knows the secrets that it was told, in every form
/// in which they travel, and the shapes of common ones. A text without any comes back as the same object.
/// </summary>
/// <remarks>A secret that is cut in two by whoever calls is not seen in either part: hand over whole lines.</remarks>
public sealed class Redactor
{
    public const string Mark = "[redacted]";

    /// <summary>A shorter value is no secret worth the name, and hiding every "true" would make the rest unreadable.</summary>
    public const int MinSecretLength = 6;

    private SecretSearch _search = SecretSearch.None;

    public void Learn(params IEnumerable<string> secrets)
    {
        var usable = secrets.Select(static secret => secret.Trim()).Where(IsUsable).ToList();
        while (usable.Count > 0)
        {
            var present = Volatile.Read(ref _search);
            var more = present.Secrets.Union(usable);
            if (more.Count == present.Secrets.Count || Interlocked.CompareExchange(ref _search, new SecretSearch(more), present) == present)
                return;
        }
    }

    /// <summary>The values of the agents' variables whose names look like those of secrets.</summary>
    public void LearnFrom(Settings settings)
    {
        foreach (var agent in settings.Agents.Values)
        {
            LearnFrom(agent.Environment);
            foreach (var server in agent.Options.McpServers.Values)
                LearnFrom([.. server.Environment, .. server.Headers]);
        }
    }

    public void LearnFrom(IEnumerable<KeyValuePair<string, string>> environment)
    {
        var secrets = new List<string>();
        foreach (var (name, value) in environment)
            if (SecretNames.LooksSecret(name))
                secrets.Add(value);
        Learn(secrets);
    }

    public string Redact(string text)
    {
        var search = Volatile.Read(ref _search);
        return search.MayHold(text) ? search.Redact(text) ?? text : text;
    }

    /// <summary>Bytes that are not UTF-8 are kept as they are where there is nothing to hide, else they become U+FFFD.</summary>
    public ReadOnlyMemory<byte> Redact(ReadOnlyMemory<byte> utf8)
    {
        var search = Volatile.Read(ref _search);
        var letters = ArrayPool<char>.Shared.Rent(Encoding.UTF8.GetMaxCharCount(utf8.Length));
        try
        {
            var text = letters.AsSpan(0, Encoding.UTF8.GetChars(utf8.Span, letters));
            return search.MayHold(text) && search.Redact(text) is { } redacted ? Encoding.UTF8.GetBytes(redacted) : utf8;
        }
        finally
        {
            ArrayPool<char>.Shared.Return(letters, clearArray: false);
        }
    }

    /// <summary>JSON stays JSON: names, texts and numbers are looked at one by one, however they are escaped.</summary>
    public ReadOnlyMemory<byte> RedactJson(ReadOnlyMemory<byte> json)
    {
        var search = Volatile.Read(ref _search);
        // With letters written as escapes a secret may stand in a text without being seen in its bytes.
        if (json.Span.IndexOf("\\u"u8) < 0 && json.Span.IndexOf("\\/"u8) < 0)
        {
            var letters = ArrayPool<char>.Shared.Rent(Encoding.UTF8.GetMaxCharCount(json.Length));
            var length = Encoding.UTF8.GetChars(json.Span, letters);
            var clean = !search.MayHold(letters.AsSpan(0, length));
            ArrayPool<char>.Shared.Return(letters, clearArray: false);
            if (clean) return json;
        }
        return JsonRedaction.Redact(json, search) ?? Redact(json);
    }

    private static bool IsUsable(string secret) => secret.Length >= MinSecretLength && !Mark.Contains(secret, StringComparison.Ordinal);
}
