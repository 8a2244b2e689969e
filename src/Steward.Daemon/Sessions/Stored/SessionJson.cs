using System.Buffers;
using System.Text.Json;
using Steward.Domain.Sessions;

namespace Steward.Daemon.Sessions.Stored;

/// <summary>
/// The JSON of a session's state in its row. It is written and read by hand: a daemon that takes up live sessions reads it before it answers anybody,
/// and the serializer's type information over the domain's structs, compiled when it is first used, takes longer than all the rest.
/// </summary>
internal static class SessionJson
{
    public static byte[] Write(SessionState state)
    {
        var output = new ArrayBufferWriter<byte>(1024);
        using (var json = new Utf8JsonWriter(output))
            SessionWriting.Write(json, state);
        return output.WrittenSpan.ToArray();
    }

    /// <summary>What this version does not know is passed over; what an earlier version did not write is as the domain has it.</summary>
    /// <exception cref="JsonException">It is no state.</exception>
    public static SessionState Read(ReadOnlyMemory<byte> state)
    {
        try
        {
            using var document = JsonDocument.Parse(state);
            return SessionReading.Read(document.RootElement);
        }
        catch (Exception wrong) when (wrong is InvalidOperationException or FormatException or OverflowException)
        {
            throw new JsonException("A state row is not understood.", wrong);
        }
    }
}
