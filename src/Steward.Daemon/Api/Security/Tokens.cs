using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;

namespace Steward.Daemon.Api.Security;

/// <summary>
/// The bearer token of this daemon, the one before it for a moment after a restart, and single-use tickets for those who cannot set a header.
/// Only hashes are compared, in constant time.
/// </summary>
internal sealed class Tokens(string token, string? previous, TimeProvider time)
{
    private const int MaxTickets = 1024;

    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan TicketLife = TimeSpan.FromSeconds(60);

    private readonly byte[] _current = Hash(token);
    private readonly byte[]? _previous = previous is null ? null : Hash(previous);
    private readonly long _since = time.GetTimestamp();
    private readonly ConcurrentDictionary<string, DateTimeOffset> _tickets = new(StringComparer.Ordinal);

    public static string NewToken() => Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(32));

    public bool Accepts(string shown)
    {
        var hash = Hash(shown);
        var isCurrent = CryptographicOperations.FixedTimeEquals(hash, _current);
        var isPrevious = _previous is not null && time.GetElapsedTime(_since) < Grace && CryptographicOperations.FixedTimeEquals(hash, _previous);
        return isCurrent || isPrevious;
    }

    public (string Ticket, DateTimeOffset ExpiresAt)? NewTicket()
    {
        var now = time.GetUtcNow();
        foreach (var (old, expires) in _tickets)
            if (expires <= now)
                _tickets.TryRemove(old, out _);
        if (_tickets.Count >= MaxTickets)
            return null;
        var ticket = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(24));
        _tickets[ticket] = now + TicketLife;
        return (ticket, now + TicketLife);
    }

    /// <summary>A ticket opens one door once.</summary>
    public bool Redeem(string ticket) => _tickets.TryRemove(ticket, out var expires) && time.GetUtcNow() < expires;

    private static byte[] Hash(string secret) => SHA256.HashData(Encoding.UTF8.GetBytes(secret));
}
