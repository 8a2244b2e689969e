using System.Collections.Concurrent;
using System.Text.Json;
using Microsoft.Extensions.Logging;
using Steward.Daemon.Files;
using Steward.Daemon.Logs;
using Steward.Protocol.Files;

namespace Steward.Daemon.Agents;

/// <summary>
/// Keeps <c>.meta/last-spawn.json</c> of each agent. It is written beside the sessions' work, and where several processes of an agent end at once, only the
/// last of them is.
/// </summary>
internal sealed class SpawnNotes(StewardHome home, ILogger log)
{
    private const int LargestFile = 1 << 20;

    private readonly ConcurrentDictionary<string, LastSpawn> _waiting = new(StringComparer.Ordinal);

    public static string FileOf(StewardHome home, string agent) => Path.Combine(AgentHomes.FilesOfDaemon(home, agent), "last-spawn.json");

    public void Note(string agent, LastSpawn spawn)
    {
        var isFirst = true;
        _waiting.AddOrUpdate(agent, spawn, (_, _) =>
        {
            isFirst = false;
            return spawn;
        });
        if (isFirst)
            _ = Task.Run(() => WriteAll(agent));
    }

    private void WriteAll(string agent)
    {
        while (_waiting.TryGetValue(agent, out var spawn))
        {
            Write(agent, spawn);
            if (_waiting.TryRemove(new KeyValuePair<string, LastSpawn>(agent, spawn)))
                return;
        }
    }

    private void Write(string agent, LastSpawn spawn)
    {
        try
        {
            // An agent that was unregistered meanwhile has none, and gets none again by this.
            if (!Directory.Exists(home.AgentHome(agent)))
                return;
            var file = FileOf(home, agent);
            OwnerFiles.CreateDirectories(home.Root, Path.GetDirectoryName(file)!);
            OwnerFiles.Replace(file, JsonSerializer.SerializeToUtf8Bytes(WithItsStart(spawn, file), LastSpawnJson.Default.LastSpawn));
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            // It helps whoever asks why; the session has its end in the journal all the same.
            log.SessionFailed(failure, spawn.Session);
        }
    }

    /// <summary>What an earlier daemon had started: the file says how.</summary>
    private static LastSpawn WithItsStart(LastSpawn spawn, string file)
    {
        if (spawn.StartedAt is not null || !File.Exists(file))
            return spawn;
        try
        {
            return OwnerFiles.ReadOwned(file, LargestFile) is { } bytes && JsonSerializer.Deserialize(bytes, LastSpawnJson.Default.LastSpawn) is { } begun && begun.Launch == spawn.Launch
                ? spawn with { Argv = begun.Argv, StartedAt = begun.StartedAt }
                : spawn;
        }
        catch (JsonException)
        {
            return spawn;
        }
    }
}
