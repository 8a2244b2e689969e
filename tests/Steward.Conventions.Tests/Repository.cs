using System.Diagnostics;

namespace Steward.Conventions.Tests;

/// <summary>The working tree that these tests were built from: what git tracks, and what it would if it were added.</summary>
internal static class Repository
{
    public static string Root { get; } = FindRoot();

    public static IReadOnlyList<TreeFile> Files { get; } = [.. List().Where(path => File.Exists(Path.Combine(Root, path)))
        .Order(StringComparer.Ordinal).Select(path => new TreeFile(path))];

    public static IEnumerable<TreeFile> Sources => Files.Where(file => file.Path.EndsWith(".cs", StringComparison.Ordinal));

    public static IEnumerable<TreeFile> Projects => Files.Where(file => file.Path.EndsWith(".csproj", StringComparison.Ordinal));

    public static IEnumerable<TreeFile> Documents => Files.Where(file => file.Path.EndsWith(".md", StringComparison.Ordinal));

    /// <summary>Whether a clone would have this file or folder; an empty folder lives on one machine only.</summary>
    public static bool Has(string path) =>
        Files.Any(file => file.Path == path || file.Path.StartsWith($"{path}/", StringComparison.Ordinal));

    private static string FindRoot()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "Steward.slnx")))
            folder = folder.Parent;
        return folder?.FullName ?? throw new InvalidOperationException($"No Steward.slnx above {AppContext.BaseDirectory}");
    }

    private static IEnumerable<string> List()
    {
        var start = new ProcessStartInfo("git", ["ls-files", "-z", "--cached", "--others", "--exclude-standard"])
        {
            WorkingDirectory = Root,
            RedirectStandardOutput = true,
        };
        using var git = Process.Start(start)!;
        var output = git.StandardOutput.ReadToEnd();
        git.WaitForExit();
        return git.ExitCode == 0
            ? output.Split('\0', StringSplitOptions.RemoveEmptyEntries).Distinct()
            : throw new InvalidOperationException($"git ls-files ended with {git.ExitCode} in {Root}");
    }
}
