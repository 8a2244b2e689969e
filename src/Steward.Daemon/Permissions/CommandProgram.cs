namespace Steward.Daemon.Permissions;

/// <summary>Where a shell would find the program of a command.</summary>
internal static class CommandProgram
{
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
