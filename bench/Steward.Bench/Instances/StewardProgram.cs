using System.Diagnostics;

namespace Steward.Bench.Instances;

/// <summary>The published program that <c>./steward</c> built, and the launcher that built it.</summary>
internal sealed record StewardProgram(string Root, string Path)
{
    public string Launcher => System.IO.Path.Combine(Root, "steward");

    public static StewardProgram Find()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(System.IO.Path.Combine(folder.FullName, "Steward.slnx"))) folder = folder.Parent;
        var root = folder?.FullName ?? throw new InvalidOperationException("Run this from a checkout of Steward.");
        // Building is the launcher's work: what is measured is what a user runs.
        using var launcher = Process.Start(new ProcessStartInfo(System.IO.Path.Combine(root, "steward"), ["--version"]) { RedirectStandardOutput = true })!;
        launcher.WaitForExit();
        var builds = System.IO.Path.Combine(root, ".steward-build");
        var build = File.ReadAllText(System.IO.Path.Combine(builds, "current")).Trim();
        return new StewardProgram(root, System.IO.Path.Combine(builds, build, "steward"));
    }
}
