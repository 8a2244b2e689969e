using System.Security.Cryptography;
using System.Text;

namespace Steward.Runtimes.ClaudeCode;

/// <summary>
/// Which conversation a process takes up. Claude Code refuses an id that it has a file of, and cannot resume a file that holds no message yet, as
/// one has whose process died too soon: such an id is of no use any more, and the next one is taken. All of them follow from the session, so that
/// a daemon that comes after a crash finds the same ones. It tells its id before it has a file, so a process that dies in between leaves a
/// known id without one, which begins anew; only where something was answered is a file that is not there a conversation that was lost.
/// </summary>
internal static class ConversationChoice
{
    private const int MostTries = 100;

    public static (Guid Conversation, bool Exists) Of(LaunchContext context, Transcripts transcripts)
    {
        if (Guid.TryParse(context.Conversation, out var known) && transcripts.StateOf(known) is not TranscriptState.Unborn and var state)
            return (known, state == TranscriptState.Held || context.HasAnswered);
        for (var n = 0; n < MostTries; n++)
        {
            var candidate = Candidate(context.SessionId, n);
            switch (transcripts.StateOf(candidate))
            {
                case TranscriptState.Absent: return (candidate, false);
                case TranscriptState.Held: return (candidate, true);
                case TranscriptState.Unborn: break;
            }
        }
        return (Guid.NewGuid(), false);
    }

    internal static Guid Candidate(string session, int n)
    {
        var bytes = SHA256.HashData(Encoding.UTF8.GetBytes($"{session}/{n}")).AsSpan(0, 16);
        // RFC 9562: the version and the variant of a random one.
        bytes[6] = (byte)((bytes[6] & 0x0F) | 0x40);
        bytes[8] = (byte)((bytes[8] & 0x3F) | 0x80);
        return new Guid(bytes, bigEndian: true);
    }
}
