namespace Steward.Runtimes.Demo.Tools;

/// <summary>
/// Where a path really leads. Links are followed first, so that what is asked about is what is touched, and a link out of the workspace is not
/// taken for a file in it.
/// </summary>
internal static class WorkspacePath
{
    private const int MostLinks = 40;

    public static bool IsInside(string realPath) => IsInside(realPath, Real("."));

    public static string Real(string path)
    {
        var whole = Path.GetFullPath(path);
        for (var followed = 0; followed < MostLinks; followed++)
        {
            if (FirstLink(whole) is not { } link)
                return whole;
            whole = link;
        }
        throw new IOException($"{path} leads through too many links.");
    }

    private static bool IsInside(string path, string folder) =>
        path == folder || path.StartsWith(folder.TrimEnd('/') + "/", StringComparison.Ordinal);

    /// <summary>The path with its first link replaced by what that points to, or null when it has none.</summary>
    private static string? FirstLink(string whole)
    {
        for (var slash = whole.IndexOf('/', 1); ; slash = whole.IndexOf('/', slash + 1))
        {
            var part = slash < 0 ? whole : whole[..slash];
            if (new FileInfo(part).LinkTarget is { } target)
                return Path.GetFullPath(Path.Combine(Path.GetDirectoryName(part) ?? "/", target) + (slash < 0 ? "" : whole[slash..]));
            if (slash < 0)
                return null;
        }
    }
}
