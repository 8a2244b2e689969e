namespace Steward.Daemon.Journal.Salvaging;

/// <summary>SQLite's numbers of one to nine bytes.</summary>
internal static class Varint
{
    public static bool TryRead(ReadOnlySpan<byte> bytes, ref int offset, out long value)
    {
        value = 0;
        for (var i = 0; i < 9; i++)
        {
            if ((uint)offset >= (uint)bytes.Length) return false;
            var next = bytes[offset++];
            if (i == 8)
            {
                value = (value << 8) | next;
                return true;
            }

            value = (value << 7) | (uint)(next & 0x7F);
            if (next < 0x80) return true;
        }

        return false;
    }
}
