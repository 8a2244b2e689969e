namespace Steward.Runtimes.Demo.Requests;

/// <summary>"run: ls -la", "run `make test`", "$ uname -a", "run git status".</summary>
internal static class Commands
{
    private static readonly string[] Verbs = ["run", "execute", "bash", "exec", "shell"];

    public static DemoRequest? Of(Wording wording)
    {
        if (wording.Begins("$ ", "! "))
            return Command(wording.Text[2..]);
        if (Verbs.FirstOrDefault(verb => Leads(wording.Text, verb)) is not { } verb)
            return null;
        var rest = wording.Text[verb.Length..].TrimStart();
        if (rest.StartsWith(':'))
            return Command(Unquoted(rest[1..].Trim()));
        if (wording.Quoted('`', '`') is { } quoted)
            return Command(quoted);
        return IsProgram(rest) ? Command(rest.TrimEnd('?')) : null;
    }

    private static RunCommand? Command(string command) => command.Trim() is { Length: > 0 } trimmed ? new RunCommand(trimmed) : null;

    private static bool Leads(string text, string verb) =>
        text.StartsWith(verb, StringComparison.OrdinalIgnoreCase) && text.Length > verb.Length && text[verb.Length] is (' ' or ':' or '\n');

    private static string Unquoted(string text) => text is ['`', .. var inner, '`'] && !inner.Contains('`') ? inner : text;

    /// <summary>"run the tests" names no command, "run ls" does: then there is such a program.</summary>
    private static bool IsProgram(string rest)
    {
        var first = rest.Split(' ', 2)[0];
        if (first.Length == 0)
            return false;
        if (first.Contains('/'))
            return File.Exists(first);
        return (Environment.GetEnvironmentVariable("PATH") ?? "").Split(':', StringSplitOptions.RemoveEmptyEntries)
            .Any(folder => File.Exists(Path.Combine(folder, first)));
    }
}
