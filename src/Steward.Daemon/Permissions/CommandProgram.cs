using System.Collections.Immutable;
using Steward.Daemon.Children;
using Steward.Domain.Agents;
using Steward.Domain.Sessions;

namespace Steward.Daemon.Permissions;

/// <summary>Where a shell would find the program of a command.</summary>
internal static class CommandProgram
{
    /// <summary>What an agent asks for, with the place of the program that its shell would find now.</summary>
    public static AgentAsked Located(AgentAsked asked, SessionState state, ImmutableSortedDictionary<string, string>? variables) =>
        asked.Subject.Command is { } command
            ? asked with { Subject = asked.Subject with { Program = Find(command, SearchPath(state, variables)) } }
            : asked;

    private static string? SearchPath(SessionState state, ImmutableSortedDictionary<string, string>? variables) =>
        ChildEnvironment.Of(Environment.GetEnvironmentVariables(), state.SearchPath, variables ?? ImmutableSortedDictionary<string, string>.Empty).GetValueOrDefault("PATH");

    public static string? Find(string command, string? searchPath)
    {
        var name = command.Split(' ', StringSplitOptions.RemoveEmptyEntries).FirstOrDefault();
        if (name is null || name.Contains('/') || name.Contains('\0'))
            return null;
        foreach (var folder in (searchPath ?? "").Split(':'))
        {
            // An empty or a relative entry is whatever folder the shell is in: from there on nothing is certain.
            if (!folder.StartsWith('/'))
                return null;
            var file = Path.Combine(folder, name);
            if (File.Exists(file))
                return file;
        }
        return null;
    }
}
