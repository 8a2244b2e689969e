using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;

namespace Steward.Chaos.Tests.Instances;

/// <summary>A process as /proc shows it. The start time tells it from a later one with the same pid.</summary>
internal sealed partial record LiveProcess(int Pid, long StartTicks)
{
    private const int Kill = 9;

    public static LiveProcess? Of(int pid) => StatOf(pid) is { } fields && fields[0] is not ("Z" or "X")
        ? new LiveProcess(pid, long.Parse(fields[19], CultureInfo.InvariantCulture))
        : null;

    /// <summary>Every process whose environment holds one of these texts. Zombies have none any more.</summary>
    public static IReadOnlyList<LiveProcess> Carrying(params IReadOnlyList<string> marks) =>
        [.. All().Where(pid => EnvironmentOf(pid) is { } text && marks.Any(mark => text.Contains(mark + '\0', StringComparison.Ordinal)))
            .Select(Of).OfType<LiveProcess>()];

    public bool IsAlive => Of(Pid)?.StartTicks == StartTicks;

    public int Descriptors => Directory.GetFileSystemEntries($"/proc/{Pid}/fd").Length;

    public long ResidentKilobytes => long.Parse(
        File.ReadLines($"/proc/{Pid}/status").First(static line => line.StartsWith("VmRSS:", StringComparison.Ordinal)).Split(' ', StringSplitOptions.RemoveEmptyEntries)[1],
        CultureInfo.InvariantCulture);

    public string CommandLine => Read($"/proc/{Pid}/cmdline")?.Replace('\0', ' ') ?? "";

    public void EndAtOnce()
    {
        if (IsAlive) _ = SendSignal(Pid, Kill);
    }

    public override string ToString() => $"{Pid} {CommandLine}";

    private static IEnumerable<int> All() =>
        from folder in Directory.EnumerateDirectories("/proc")
        let name = Path.GetFileName(folder)
        where char.IsAsciiDigit(name[0])
        select int.Parse(name, CultureInfo.InvariantCulture);

    private static string? EnvironmentOf(int pid) => Read($"/proc/{pid}/environ");

    private static string[]? StatOf(int pid)
    {
        // The name of a program stands in brackets and may hold anything, brackets too.
        var text = Read($"/proc/{pid}/stat");
        return text?[(text.LastIndexOf(')') + 2)..].Split(' ') is { Length: > 20 } fields ? fields : null;
    }

    private static string? Read(string path)
    {
        try
        {
            return Encoding.UTF8.GetString(File.ReadAllBytes(path));
        }
        catch (Exception gone) when (gone is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    [LibraryImport("libc", EntryPoint = "kill", SetLastError = true)]
    private static partial int SendSignal(int pid, int signal);
}
