using System.Diagnostics;
using System.Globalization;
using System.Text;

namespace Steward.Bench.Instances;

/// <summary>Processes as /proc shows them.</summary>
internal static class Processes
{
    /// <summary>Its share of the memory, in bytes: pages that several processes map are divided among them. Zero when it is gone.</summary>
    public static long ProportionalBytes(int pid)
    {
        try
        {
            var line = File.ReadLines($"/proc/{pid}/smaps_rollup").First(static line => line.StartsWith("Pss:", StringComparison.Ordinal));
            return long.Parse(line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[1], CultureInfo.InvariantCulture) << 10;
        }
        catch (IOException)
        {
            return 0;
        }
    }

    /// <summary>What it has used of the processor since it began. Zero when it is gone.</summary>
    public static double ProcessorSeconds(int pid)
    {
        try
        {
            // The name of a program stands in brackets and may hold anything. The kernel counts in hundredths.
            var stat = File.ReadAllText($"/proc/{pid}/stat");
            var fields = stat[(stat.LastIndexOf(')') + 2)..].Split(' ');
            return (double.Parse(fields[11], CultureInfo.InvariantCulture) + double.Parse(fields[12], CultureInfo.InvariantCulture)) / 100;
        }
        catch (IOException)
        {
            return 0;
        }
    }

    /// <summary>Every process whose environment holds this variable.</summary>
    public static IReadOnlyList<int> Carrying(string variable) =>
        [.. from folder in Directory.EnumerateDirectories("/proc")
            let name = Path.GetFileName(folder)
            where char.IsAsciiDigit(name[0]) && EnvironmentOf(name).Contains(variable + '\0', StringComparison.Ordinal)
            select int.Parse(name, CultureInfo.InvariantCulture)];

    public static void End(int pid)
    {
        try
        {
            using var process = Process.GetProcessById(pid);
            process.Kill();
        }
        catch (Exception gone) when (gone is ArgumentException or InvalidOperationException)
        {
            // It ended by itself.
        }
    }

    private static string EnvironmentOf(string pid)
    {
        try
        {
            return Encoding.UTF8.GetString(File.ReadAllBytes($"/proc/{pid}/environ"));
        }
        catch (Exception gone) when (gone is IOException or UnauthorizedAccessException)
        {
            return "";
        }
    }
}
