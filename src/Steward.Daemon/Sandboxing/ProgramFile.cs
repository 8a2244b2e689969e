using Steward.Daemon.Files;

namespace Steward.Daemon.Sandboxing;

/// <summary>The file behind the name of a program: in a sandbox there are neither the owner's folders of programs nor the links in them.</summary>
internal static class ProgramFile
{
    public static string? Find(string name, string path)
    {
        var candidates = name.Contains('/')
            ? [name]
            : path.Split(':').Where(static folder => folder.StartsWith('/')).Select(folder => Path.Combine(folder, name));
        return candidates.FirstOrDefault(File.Exists) is { } found ? Posix.RealPath(found) : null;
    }
}
