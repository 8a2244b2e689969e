namespace Steward.Daemon.Children;

/// <summary>
/// What a process was given to log in with. It stands in memory alone: a daemon that finds a process of an earlier one does not know it, and gives it once more.
/// </summary>
internal sealed class ProcessLogin
{
    private sealed record Given(string? Value);

    private volatile Given? _given;

    /// <summary>The process is to be told of another.</summary>
    public bool IsDue { get; private set; }

    public void Give(string? login)
    {
        _given = new Given(login);
        IsDue = false;
    }

    /// <summary>Answers whether the process must be told.</summary>
    public bool Compare(string? present) => IsDue = _given is { } given ? given.Value != present : present is not null;
}
