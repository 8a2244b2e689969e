using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;
using System.Text;

namespace Steward.Runtimes.Demo.Tools;

/// <summary>Ends a command with everything that it started, also what left its family: that still carries the mark in its environment.</summary>
internal static class ProcessTree
{
    public const string Mark = "STEWARD_DEMO_CALL";

    private const int MostSweeps = 20;

    public static void Kill(Process root, string mark)
    {
        try
        {
            root.Kill(entireProcessTree: true);
        }
        catch (Exception e) when (e is InvalidOperationException or Win32Exception or AggregateException)
        {
            // It ended by itself in between; what it left is swept below.
        }
        // A process that forks while it is looked for is found by the next sweep.
        for (var sweep = 0; sweep < MostSweeps && KillMarked($"{Mark}={mark}"); sweep++)
        {
        }
    }

    private static bool KillMarked(string entry)
    {
        if (!OperatingSystem.IsLinux())
            return false;
        var found = false;
        foreach (var folder in Directory.EnumerateDirectories("/proc"))
            if (int.TryParse(Path.GetFileName(folder.AsSpan()), NumberStyles.None, CultureInfo.InvariantCulture, out var pid) && Carries(folder, entry))
                found |= Kill(pid);
        return found;
    }

    private static bool Carries(string folder, string entry)
    {
        try
        {
            var environment = File.ReadAllBytes(folder + "/environ").AsSpan();
            foreach (var range in environment.Split((byte)0))
                if (environment[range].SequenceEqual(Encoding.UTF8.GetBytes(entry)))
                    return true;
            return false;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // It is gone, or somebody else's.
            return false;
        }
    }

    private static bool Kill(int pid)
    {
        try
        {
            using var process = Process.GetProcessById(pid);
            process.Kill();
            return true;
        }
        catch (Exception e) when (e is ArgumentException or InvalidOperationException or Win32Exception)
        {
            return false;
        }
    }
}
