using System.Globalization;
using System.Text;

namespace Steward.EndToEnd.Tests.Support;

/// <summary>What runs on this machine, as the kernel tells it.</summary>
internal static class Processes
{
    public static IEnumerable<int> All =>
        Directory.EnumerateDirectories("/proc").Select(Path.GetFileName)
            .Where(static name => char.IsAsciiDigit(name![0])).Select(static name => int.Parse(name!, CultureInfo.InvariantCulture));

    /// <summary>Processes that were started with this folder as their home, or below it.</summary>
    public static IReadOnlyList<int> Of(string home) =>
        [.. All.Where(pid => pid != System.Environment.ProcessId && Read(pid, "environ").Contains(home, StringComparison.Ordinal) && IsAlive(pid))];

    public static async Task NoneOfAsync(string home)
    {
        await Eventually.TrueAsync(() => Of(home).Count == 0,
            () => $"Still running: {string.Join(", ", Of(home).Select(pid => $"{pid} {CommandLine(pid)}"))}");
    }

    public static string CommandLine(int pid) => Read(pid, "cmdline").Replace('\0', ' ').Trim();

    public static string[] Arguments(int pid) => Read(pid, "cmdline").TrimEnd('\0').Split('\0');

    public static string[] Environment(int pid) => Read(pid, "environ").TrimEnd('\0').Split('\0');

    /// <summary>The memory that it has now, in MiB.</summary>
    public static int Resident(int pid) => int.Parse(
        Read(pid, "status").Split('\n').First(static line => line.StartsWith("VmRSS:", StringComparison.Ordinal)).Split(' ', StringSplitOptions.RemoveEmptyEntries)[^2],
        CultureInfo.InvariantCulture) >> 10;

    public static bool IsAlive(int pid)
    {
        var stat = Read(pid, "stat");
        return stat.Length > 0 && stat[stat.LastIndexOf(')') + 2] is not ('Z' or 'X');
    }

    public static string Read(int pid, string file)
    {
        try
        {
            return Encoding.Latin1.GetString(File.ReadAllBytes($"/proc/{pid}/{file}"));
        }
        catch (Exception gone) when (gone is IOException or UnauthorizedAccessException)
        {
            return "";
        }
    }
}
