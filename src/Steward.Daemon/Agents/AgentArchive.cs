using System.Globalization;
using System.Text.RegularExpressions;
using Steward.Daemon.Files;
using Steward.Protocol.Files;

namespace Steward.Daemon.Agents;

/// <summary>The homes of agents that are not there any more: moved away whole, and never deleted.</summary>
internal sealed partial class AgentArchive(StewardHome home, TimeProvider time)
{
    private const string Format = "yyyyMMdd'T'HHmmss'Z'";

    private string Folder => home.AgentHome(".archive");

    /// <summary>Null when there is no home to move.</summary>
    public string? Take(string agent)
    {
        if (!Directory.Exists(home.AgentHome(agent)))
            return null;
        OwnerFiles.CreateDirectories(home.Root, Folder);
        var stamp = time.GetUtcNow().ToString(Format, CultureInfo.InvariantCulture);
        var place = Path.Combine(Folder, $"{agent}-{stamp}");
        for (var n = 2; Path.Exists(place); n++)
            place = Path.Combine(Folder, string.Create(CultureInfo.InvariantCulture, $"{agent}-{stamp}.{n}"));
        Move(home.AgentHome(agent), place);
        return place;
    }

    /// <summary>The archive that became the agent's home again: the newest one. Null when there is none, or a home already.</summary>
    public string? GiveBack(string agent)
    {
        if (Directory.Exists(home.AgentHome(agent)) || !Directory.Exists(Folder))
            return null;
        var newest = Directory.EnumerateDirectories(Folder).Where(folder => IsOf(agent, Path.GetFileName(folder))).Order(StringComparer.Ordinal).LastOrDefault();
        if (newest is not null)
            Move(newest, home.AgentHome(agent));
        return newest;
    }

    private static bool IsOf(string agent, string folder) =>
        folder.StartsWith(agent + "-", StringComparison.Ordinal) && Stamp().IsMatch(folder[(agent.Length + 1)..]);

    private static void Move(string from, string to)
    {
        Directory.Move(from, to);
        foreach (var parent in (string[])[Path.GetDirectoryName(to)!, Path.GetDirectoryName(from)!])
            OwnerFiles.SyncDirectory(parent, DurableSteps.OfProcess);
    }

    [GeneratedRegex(@"\A[0-9]{8}T[0-9]{6}Z(\.[0-9]+)?\z")]
    private static partial Regex Stamp();
}
