namespace Steward.Domain.Turns;

public enum TodoStatus
{
    Pending,
    InProgress,
    Completed,
}

/// <summary>One of the things that an agent has set itself to do; <paramref name="Doing"/> is how it is called while it is done.</summary>
public sealed record TodoItem(string Text, TodoStatus Status, string? Doing = null)
{
    /// <summary>More than anybody would read.</summary>
    public const int MostItems = 100;

    public const int LongestText = 300;
}
