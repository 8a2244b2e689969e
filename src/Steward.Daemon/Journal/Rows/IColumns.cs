namespace Steward.Daemon.Journal.Rows;

/// <summary>The columns of one row, whether SQLite hands it out or a search of a damaged file finds it.</summary>
internal interface IColumns
{
    bool IsNull(int column);

    long Long(int column);

    ReadOnlySpan<byte> Bytes(int column);

    string Text(int column);

    bool Flag(int column) => Long(column) != 0;
}
