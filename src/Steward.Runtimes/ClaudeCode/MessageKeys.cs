using System.Security.Cryptography;
using System.Text;
using Steward.Domain.Turns;

namespace Steward.Runtimes.ClaudeCode;

/// <summary>
/// Under which uuid a message goes out. It is the turn's own, and Claude Code's key: what is completed is not run again. But 2.1.329 takes for completed
/// whatever had got as far as the first result of a tool, also when it was cut off right after that, and would never answer it: such a turn is begun again
/// under another uuid, which follows from the turn and the attempt.
/// </summary>
/// <param name="replyTo">What the conversation on disk holds of a message.</param>
internal sealed class MessageKeys(Func<Guid, PastReply?> replyTo)
{
    // The ids of turns are random: one that begins so by chance does not happen.
    private static ReadOnlySpan<byte> Mark => "steward/"u8;

    public Guid Of(TurnId turn, int attempt)
    {
        for (var earlier = attempt - 1; earlier >= 1; earlier--)
        {
            var key = Key(turn, earlier);
            if (replyTo(key) is { } reply)
                return reply.IsCutOff ? Key(turn, attempt) : key;
        }
        return turn.Uuid;
    }

    /// <summary>Null for a message that was begun again: the turn is the one that runs.</summary>
    public static TurnId? TurnOf(Guid? key) =>
        key is not { } uuid || uuid.ToByteArray(bigEndian: true).AsSpan().StartsWith(Mark) ? null : TurnId.From(uuid);

    private static Guid Key(TurnId turn, int attempt)
    {
        if (attempt == 1)
            return turn.Uuid;
        var hash = SHA256.HashData(Encoding.UTF8.GetBytes($"{turn}/{attempt}"));
        return new Guid([.. Mark, .. hash.AsSpan(0, 8)], bigEndian: true);
    }
}
