namespace Steward.Keeper.Native;

/// <summary>Finds a program in the PATH that its owner gave, not in that of the keeper.</summary>
internal static class ProgramPath
{
    private const string Standard = "/usr/local/bin:/usr/bin:/bin";

    /// <summary>0 and the path, or why there is none. An entry that is not absolute would mean the agent's workspace: it is passed over.</summary>
    public static int Find(string name, IReadOnlyList<string> environment, out string path)
    {
        path = name;
        if (name.Length == 0) return Errno.ENOENT;
        if (name.Contains('/')) return 0;
        var errno = Errno.ENOENT;
        foreach (var directory in SearchPath(environment).Split(':'))
        {
            if (!directory.StartsWith('/')) continue;
            path = directory + "/" + name;
            if (Libc.access(path, 1) == 0 && !System.IO.Directory.Exists(path)) return 0;
            if (Errno.Last == Errno.EACCES) errno = Errno.EACCES;
        }
        return errno;
    }

    private static string SearchPath(IReadOnlyList<string> environment)
    {
        foreach (var variable in environment)
            if (variable.StartsWith("PATH=", StringComparison.Ordinal)) return variable["PATH=".Length..];
        return Standard;
    }
}
