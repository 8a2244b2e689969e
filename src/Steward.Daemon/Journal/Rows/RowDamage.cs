namespace Steward.Daemon.Journal.Rows;

internal static class RowDamage
{
    public static void Require(bool whole, string what)
    {
        if (!whole) throw new JournalDamagedException($"The checksum of {what} does not match.");
    }
}
