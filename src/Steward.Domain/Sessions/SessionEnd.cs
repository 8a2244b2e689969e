namespace Steward.Domain.Sessions;

public enum SessionEnd
{
    Killed,
    Deleted,
}
