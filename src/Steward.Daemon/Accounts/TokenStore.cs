using System.Buffers;
using System.Globalization;
using System.Text.Json;
using Steward.Daemon.Files;
using Steward.Protocol.Files;

namespace Steward.Daemon.Accounts;

/// <summary>The owner's token in <c>credentials.json</c>: the owner's alone from its first byte, beside whatever else is kept there.</summary>
internal sealed class TokenStore(StewardHome home)
{
    private const int LargestBytes = 1 << 20;
    private const string Section = "claudeCode";

    /// <summary>Everything before it is a warning, a colour or a path that was pasted by mistake.</summary>
    public const int ShortestToken = 20;

    public string File => home.CredentialsFile;

    /// <summary>Null when there is none, and when the file cannot be read: see <see cref="Trouble"/>.</summary>
    public StoredToken? Read() => Read(out _);

    public string? Trouble
    {
        get
        {
            Read(out var trouble);
            return trouble;
        }
    }

    /// <exception cref="AccountException">It cannot be what a token is, or the file holds something that must not be lost.</exception>
    public StoredToken Save(string value, DateTimeOffset now, DateTimeOffset? expiresAt)
    {
        var token = new StoredToken(Check(value), now, expiresAt);
        OwnerFiles.CreateDirectory(home.Root);
        Write(MemberRewriting.With(Present(), Section, Bytes(token)));
        return token;
    }

    public void Clear()
    {
        if (OwnerFiles.ReadOwned(File, LargestBytes) is not null)
            Write(MemberRewriting.Without(Present(), Section));
    }

    private static string Check(string value)
    {
        var token = value.Trim();
        return token.Length is >= ShortestToken and <= 4096 && token.All(static letter => letter is > ' ' and < '\x7f')
            ? token
            : throw new AccountException("bad_token", "That is no token: one is a single word of at least 20 letters, as in sk-ant-oat01-….", "claude setup-token");
    }

    private void Write(byte[] content) => OwnerFiles.Replace(File, content);

    private byte[] Present()
    {
        var content = OwnerFiles.ReadOwned(File, LargestBytes) ?? "{}"u8.ToArray();
        try
        {
            return MemberRewriting.Without(content);
        }
        catch (JsonException)
        {
            throw new AccountException("bad_credentials", $"{File} is no JSON object, and was left as it is.", "mend it or move it away, then try again");
        }
    }

    private StoredToken? Read(out string? trouble)
    {
        trouble = null;
        try
        {
            if (OwnerFiles.ReadOwned(File, LargestBytes) is not { } content) return null;
            using var document = JsonDocument.Parse(content);
            return document.RootElement.ValueKind == JsonValueKind.Object && document.RootElement.TryGetProperty(Section, out var section)
                ? Parse(section)
                : null;
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException or JsonException or InvalidOperationException)
        {
            trouble = failure is JsonException ? $"{File} is broken JSON" : failure.Message;
            return null;
        }
    }

    private static StoredToken? Parse(JsonElement section) =>
        section.ValueKind == JsonValueKind.Object && section.TryGetProperty("oauthToken", out var token) && token.GetString() is { Length: > 0 } value
            ? new StoredToken(value, Time(section, "storedAt") ?? default, Time(section, "expiresAt"))
            : null;

    private static DateTimeOffset? Time(JsonElement section, string name) =>
        section.TryGetProperty(name, out var text) && text.ValueKind == JsonValueKind.String
            && DateTimeOffset.TryParse(text.GetString(), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var at) ? at : null;

    private static ReadOnlySpan<byte> Bytes(StoredToken token)
    {
        var bytes = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(bytes))
        {
            json.WriteStartObject();
            json.WriteString("oauthToken", token.Value);
            json.WriteString("storedAt", token.StoredAt);
            if (token.ExpiresAt is { } end) json.WriteString("expiresAt", end);
            json.WriteEndObject();
        }
        return bytes.WrittenSpan;
    }
}
