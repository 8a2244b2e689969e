using System.Globalization;
using System.Runtime.InteropServices;

namespace Steward.Bench.Reports;

/// <summary>The machine in words, without its name.</summary>
internal static class Machine
{
    public static string Words => string.Create(
        CultureInfo.InvariantCulture,
        $"{Environment.ProcessorCount} cores, {MemoryGigabytes:0} GB of memory, {System}, kernel {Environment.OSVersion.Version}, {RuntimeInformation.FrameworkDescription}");

    /// <summary>How many processes wanted to run, on average of the last minute. Above the number of cores the figures are too high.</summary>
    public static string Load => File.ReadAllText("/proc/loadavg").Split(' ')[0];

    private static double MemoryGigabytes => GC.GetGCMemoryInfo().TotalAvailableMemoryBytes / 1e9;

    private static string System
    {
        get
        {
            const string key = "PRETTY_NAME=";
            var line = File.ReadLines("/etc/os-release").FirstOrDefault(static line => line.StartsWith(key, StringComparison.Ordinal));
            return line is null ? RuntimeInformation.OSDescription : line[key.Length..].Trim('"');
        }
    }
}
