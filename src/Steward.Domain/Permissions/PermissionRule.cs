namespace Steward.Domain.Permissions;

public enum RuleVerdict
{
    Allow,
    Ask,
    Deny,
}

/// <summary>
/// A rule of the owner's: about a tool (<c>*</c> for every one), and, when given, one exact command or every path under a folder.
/// </summary>
public sealed record PermissionRule(RuleVerdict Verdict, string Tool, string? Command = null, string? PathUnder = null)
{
    /// <summary>What stands beside the command in the input; see <see cref="PermissionSubject.Beside"/>.</summary>
    public string? Beside { get; init; }

    /// <summary>Where its program was found when the rule was made: another one by the same name, in a folder that the PATH names sooner, is asked about.</summary>
    public string? Program { get; init; }

    /// <summary>As its owner would write it.</summary>
    public string Written() => (Command, PathUnder, Beside) switch
    {
        ({ } command, _, null) => $"{Tool}({command})",
        ({ } command, _, { } beside) => $"{Tool}({command}) with {beside}",
        (_, { } folder, _) => $"{Tool}({folder.TrimEnd('/')}/**)",
        _ => Tool,
    };

    /// <summary>What allows binds as tightly as it can; what asks or denies catches what looks like it too.</summary>
    public bool Matches(PermissionSubject subject) =>
        (Tool == "*" || Tool == subject.Tool) && (Verdict == RuleVerdict.Allow ? Permits(subject) : Catches(subject));

    private bool Permits(PermissionSubject subject) =>
        (Command is null || (Command == subject.Command && Beside == subject.Beside && (Program is null || Program == subject.Program)))
        && (subject.Command is null || CommandText.CanBeJudged(subject.Command))
        && (PathUnder is null || (subject.Path is { } path && !PathText.HasDots(path) && PathText.IsUnder(path, PathUnder)));

    private bool Catches(PermissionSubject subject) =>
        (Command is null || (subject.Command is { } command && CommandText.Runs(command, Command)))
        && (PathUnder is null || (subject.Path is { } path && PathText.IsUnder(PathText.WithoutDots(path), PathUnder)));
}
