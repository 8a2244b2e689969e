using System.Collections;

namespace Steward.Daemon.Sandboxing;

/// <summary>Of the daemon's environment, what a sandboxed agent is to see: nothing that leads out.</summary>
internal static class SandboxEnvironment
{
    /// <summary>Tells the agent, and what it starts, where it is.</summary>
    public const string Marker = "STEWARD_SANDBOX";

    /// <summary>Sockets, folders and agents of the owner's desktop; they are not there for it.</summary>
    private static bool LeadsOut(string name) =>
        name is "SSH_AUTH_SOCK" or "TMPDIR" or "TERM_PROGRAM" || name.StartsWith("XDG_", StringComparison.Ordinal);

    public static IDictionary Of(IDictionary daemons)
    {
        var seen = new Hashtable();
        foreach (DictionaryEntry entry in daemons)
            if (entry.Key is string name && !LeadsOut(name))
                seen[name] = entry.Value;
        return seen;
    }

    /// <summary>What holds whatever the settings say: other places are not there.</summary>
    public static IEnumerable<KeyValuePair<string, string>> Places(string agentHome) => [new("HOME", agentHome), new("TMPDIR", "/tmp"), new(Marker, "1")];
}
