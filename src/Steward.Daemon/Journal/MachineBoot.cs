namespace Steward.Daemon.Journal;

/// <summary>Tells one run of the machine from the next: after a power loss other damage is possible than after the end of a process.</summary>
internal static class MachineBoot
{
    private const string LinuxId = "/proc/sys/kernel/random/boot_id";

    /// <summary>Empty where the system does not say: then each boot looks like another.</summary>
    public static string Id() => File.Exists(LinuxId) ? File.ReadAllText(LinuxId).Trim() : "";
}
