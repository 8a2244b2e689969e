namespace Steward.Domain.Permissions;

/// <summary>What "always" leaves behind: the narrowest rule that spares the owner the same question, or why there is none.</summary>
public sealed record RuleMemory(PermissionRule? Rule, string? WhyNot)
{
    // What a distribution installs. The rest, /usr/local and /opt with it, is often the user's own to write, and so an agent's.
    private static readonly string[] SystemPlaces = ["/bin", "/sbin", "/usr", "/nix/store", "/snap/bin", "/System"];

    public static RuleMemory None { get; } = new(null, null);

    public static RuleMemory Nothing(string why) => new(null, why);

    /// <param name="directory">The session's folder.</param>
    public static RuleMemory Of(PermissionSubject subject, string directory)
    {
        if (subject.Command is { } command)
            return WhyNotAlways(command, directory, subject.Program) is { } reason ? Nothing(reason) : Allow(subject, command: command);
        if (subject.Path is not { } path)
            return Nothing("It names neither a command nor a path, so \"always\" would be every use of this tool, whatever it touches.");
        if (PathText.HasDots(path))
            return Nothing("A path with \"..\" in it leads nowhere for certain.");
        return Allow(subject, folder: PathText.IsUnder(path, directory) ? directory : path);
    }

    private static RuleMemory Allow(PermissionSubject subject, string? command = null, string? folder = null) =>
        new(new PermissionRule(RuleVerdict.Allow, subject.Tool, command, folder)
        {
            Beside = command is null ? null : subject.Beside,
            Program = command is null ? null : subject.Program,
        }, null);

    private static string? WhyNotAlways(string command, string directory, string? found)
    {
        if (!CommandText.CanBeJudged(command))
            return "The command is too long, or has too many parts, to be judged by a rule.";
        var program = command.Split(' ', StringSplitOptions.RemoveEmptyEntries).FirstOrDefault() ?? "";
        if (program.Contains('/') && program[0] != '/')
            return "Its program is named by a relative path, so it is another one in another folder.";
        if (!PlainCommands.Include(command))
            return "Only a single command that does no more than read and print is remembered: the same words of any other can do something else tomorrow.";
        if ((program[0] == '/' ? program : found) is not { } place)
            return "No program of that name is found in the session's PATH.";
        return IsOfTheSystem(place, directory) ? null : $"Its program, {place}, lies where an agent may write: it can be another one tomorrow.";
    }

    private static bool IsOfTheSystem(string place, string directory) =>
        !PathText.HasDots(place)
        && SystemPlaces.Any(folder => PathText.IsUnder(place, folder))
        && !PathText.IsUnder(place, "/usr/local")
        && !PathText.IsUnder(place, directory);
}
