namespace Steward.Domain.Permissions;

/// <summary>Paths as they are written: nothing is looked up, so a link is not seen.</summary>
internal static class PathText
{
    /// <summary>"/a/b" is under "/a", but "/ab" is not.</summary>
    public static bool IsUnder(string path, string folder) =>
        path == folder || path.StartsWith(folder.TrimEnd('/') + "/", StringComparison.Ordinal);

    public static bool HasDots(string path) => path.Split('/').Contains("..");

    /// <summary>Where "/a/../b//c/." leads when there are no links.</summary>
    public static string WithoutDots(string path)
    {
        var kept = new List<string>();
        foreach (var part in path.Split('/'))
            if (part == "..")
                kept.RemoveRange(Math.Max(0, kept.Count - 1), Math.Min(1, kept.Count));
            else if (part is not ("" or "."))
                kept.Add(part);
        return "/" + string.Join('/', kept);
    }
}
