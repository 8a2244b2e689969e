namespace Steward.Keeper.Protocol;

internal static class Wire
{
    public const int Version = 2;
    /// <summary>Bytes of a child's stdin that the keeper holds for it, and so the longest piece.</summary>
    public const int StdinCredit = 4 << 20;
    /// <summary>Longer than any piece, and than any argv and environment that Linux lets through exec.</summary>
    public const int LongestRecord = StdinCredit + (1 << 20);
    public const int LongestText = 1024;
    public const int HeaderLength = sizeof(int);
    public const int TcpListener = 3, UnixListener = 4, BridgeListener = 5, Control = 6;
}
