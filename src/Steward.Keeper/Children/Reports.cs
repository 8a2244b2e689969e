namespace Steward.Keeper.Children;

/// <summary>
/// What the daemon has not been told yet. Flags and not a queue: a daemon that reads nothing costs no memory, and hears the latest state
/// when it reads again.
/// </summary>
[Flags]
internal enum Reports
{
    None = 0,
    Kept = 1,
    Started = 2,
    Out = 4,
    Err = 8,
    Acknowledged = 16,
    Refused = 32,
    StdinClosed = 64,
    Stalled = 128,
    Exited = 256,
}
