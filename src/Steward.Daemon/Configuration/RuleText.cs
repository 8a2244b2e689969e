using System.Text.RegularExpressions;
using Steward.Daemon.Configuration.Reading;
using Steward.Domain.Permissions;

namespace Steward.Daemon.Configuration;

/// <summary>
/// A permission rule as its owner writes it: <c>tool</c>, <c>tool(exact command)</c> or <c>tool(path/**)</c>. What could only seem to protect, a
/// pattern that nothing will ever match, is refused.
/// </summary>
internal static partial class RuleText
{
    private static readonly HashSet<string> CommandTools = new(["bash", "shell", "terminal", "exec_command"], StringComparer.OrdinalIgnoreCase);

    private static readonly HashSet<string> PathTools = new(
        [
            "file_read", "file_write", "file_edit", "file_delete", "file_list", "read", "write", "edit", "multiedit", "notebookedit", "notebookread",
            "glob", "grep", "ls", "apply_patch",
        ],
        StringComparer.OrdinalIgnoreCase);

    public static PermissionRule? Parse(string text, RuleVerdict verdict, string? workspace, out string complaint)
    {
        complaint = "";
        if (Form().Match(text) is not { Success: true } form)
            return Refuse("expected tool, tool(exact command) or tool(path/**); the name of a tool is letters, digits, \"_\", \"-\" and \".\", or \"*\" for every one", out complaint);
        var tool = form.Groups["tool"].Value;
        if (form.Groups["subject"] is not { Success: true, Value: var subject })
            return new PermissionRule(verdict, tool);
        if (subject.Any(char.IsControl))
            return Refuse("a rule holds no control characters", out complaint);
        if (subject.Length == 0 || subject.Trim() != subject)
            return Refuse("between the brackets stands a command or a path without space around it", out complaint);
        if (CommandTools.Contains(tool))
            return Command(tool, subject, verdict, out complaint);
        return PathTools.Contains(tool)
            ? InFolder(tool, subject, verdict, workspace, out complaint)
            : Refuse($"it is not known what the brackets mean for the tool {Shown.Quoted(tool)}; write the rule without them", out complaint);
    }

    private static PermissionRule? Command(string tool, string command, RuleVerdict verdict, out string complaint)
    {
        complaint = "";
        return command.Contains('*')
            ? Refuse("a command is compared whole, so \"*\" stands for nothing; write each command out, or the tool alone", out complaint)
            : new PermissionRule(verdict, tool, Command: command);
    }

    private static PermissionRule? InFolder(string tool, string written, RuleVerdict verdict, string? workspace, out string complaint)
    {
        complaint = "";
        var path = written == "**" ? "." : written.EndsWith("/**", StringComparison.Ordinal) ? written[..^2] : written;
        if (path.AsSpan().ContainsAny('*', '?'))
            return Refuse("a path may end in \"/**\", and has no other pattern in it", out complaint);
        if (path.Split('/').Contains(".."))
            return Refuse("a path with \"..\" in it leads nowhere for certain; write the folder that is meant", out complaint);
        if (path.StartsWith('~'))
            return Refuse("\"~\" is a shell's word; write the path out", out complaint);
        if (!Path.IsPathRooted(path) && workspace is null)
            return Refuse("a relative path starts from the agent's workspace, and this agent has none (or a wrong one)", out complaint);
        var full = Path.TrimEndingDirectorySeparator(Path.GetFullPath(path, workspace ?? "/"));
        return new PermissionRule(verdict, tool, PathUnder: full);
    }

    private static PermissionRule? Refuse(string why, out string complaint)
    {
        complaint = why;
        return null;
    }

    [GeneratedRegex(@"\A(?<tool>\*|[A-Za-z0-9_][A-Za-z0-9_.-]*)(\((?<subject>.*)\))?\z", RegexOptions.Singleline | RegexOptions.ExplicitCapture)]
    private static partial Regex Form();
}
