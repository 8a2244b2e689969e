namespace Steward.Keeper.Protocol;

/// <summary>
/// The words between keeper and daemon. The numbers are the wire: a daemon may be newer than the keeper that starts it, so a number is
/// never used again for another meaning, and a record of an unknown type is passed over.
/// </summary>
internal enum RecordType : byte
{
    // keeper to daemon
    Hello = 1, Kept = 2, Listed = 3, Ping = 4, Started = 5, StartFailed = 6, Grown = 7, Exited = 8, Acknowledged = 9, StdinClosed = 10,
    Refused = 11, Stalled = 12, StopRequested = 13,

    // daemon to keeper
    Pong = 64, Ready = 65, Failed = 66, Replace = 67, Start = 68, Write = 69, Stop = 70, Signal = 71, Committed = 72, Release = 73,
}
