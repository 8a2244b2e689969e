using System.Security.Cryptography;
using System.Text;
using Steward.Daemon.Files;
using Steward.Domain.Sessions;
using Steward.Protocol.Files;

namespace Steward.Daemon.Api.Security;

/// <summary>
/// A token for each session, by which its agent uses Steward's tools from outside of its pipes. It follows from the session and a secret that
/// stays with the folder of the state, so it is good as long as the agent that was given it, over any change of daemons.
/// </summary>
internal sealed class SessionTokens(StewardHome home)
{
    /// <summary>By it a token is known in a text that must not hold one.</summary>
    public const string Prefix = "sts_";

    private const int KeyBytes = 32;

    // Read when it is first needed: most daemons never do.
    private readonly Lazy<byte[]> _key = new(() => TakeUp(Path.Combine(home.DaemonDirectory, "sessions.key")));

    public string Of(SessionId session) => $"{Prefix}{session}.{Convert.ToHexStringLower(HMACSHA256.HashData(_key.Value, Encoding.UTF8.GetBytes(session.Value)))}";

    /// <summary>Null when it is nobody's.</summary>
    public SessionId? SessionOf(string shown)
    {
        var dot = shown.IndexOf('.', StringComparison.Ordinal);
        if (dot < 0 || !shown.StartsWith(Prefix, StringComparison.Ordinal))
            return null;
        var session = new SessionId(shown[Prefix.Length..dot]);
        return CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(Of(session)), Encoding.UTF8.GetBytes(shown)) ? session : null;
    }

    private static byte[] TakeUp(string file)
    {
        if (OwnerFiles.ReadOwned(file, KeyBytes) is { Length: KeyBytes } kept)
            return kept;
        var key = RandomNumberGenerator.GetBytes(KeyBytes);
        OwnerFiles.Replace(file, key);
        return key;
    }
}
