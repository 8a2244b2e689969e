namespace Steward.Cli.Chat;

/// <summary>What somebody wants who wrote a line into a chat.</summary>
internal abstract record ChatAction
{
    private ChatAction()
    {
    }

    /// <summary>It is for the agent.</summary>
    public sealed record Message(string Text) : ChatAction;

    /// <summary>It is for the turn that runs.</summary>
    public sealed record Steer(string Text) : ChatAction;

    /// <summary>A picture for the next message.</summary>
    public sealed record TakeImage(string File) : ChatAction;

    /// <summary>It is a verb of the command line.</summary>
    public sealed record RunVerb(IReadOnlyList<string> Arguments) : ChatAction;

    public sealed record ShowHelp : ChatAction;

    /// <summary>The whole result of a tool; without a number, of the last one.</summary>
    public sealed record ShowResult(int? Number) : ChatAction;

    public sealed record ShowModel : ChatAction;

    public sealed record ShowUsage : ChatAction;

    public sealed record CancelTurn : ChatAction;

    /// <summary>The last message that waits comes back.</summary>
    public sealed record Withdraw : ChatAction;

    /// <summary>Go to another session; to a new one without a target.</summary>
    public sealed record Switch(string? Target) : ChatAction;

    public sealed record Leave : ChatAction;

    public sealed record Refused(string Reason, string? Fix) : ChatAction;
}
