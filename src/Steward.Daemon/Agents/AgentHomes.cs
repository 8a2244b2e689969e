using System.Text.Json;
using System.Text.Json.Serialization;
using Steward.Daemon.Files;
using Steward.Protocol.Files;

namespace Steward.Daemon.Agents;

/// <summary>Who lives in a home: <c>.meta/identity.json</c>.</summary>
internal sealed record AgentIdentity(string Id, string Name, string Runtime, DateTimeOffset RegisteredAt);

/// <summary>
/// The folder that each agent has for itself: <c>MEMORY.md</c> and <c>notes</c> are the agent's, <c>workspace</c> is where it works when nothing else is
/// said, and <c>.meta</c> is the daemon's.
/// </summary>
internal sealed class AgentHomes(StewardHome home, TimeProvider time, string stewardProgram)
{
    private const int LargestFile = 1 << 20;

    /// <summary>The daemon's part of an agent's home.</summary>
    public static string FilesOfDaemon(StewardHome home, string agent) => Path.Combine(home.AgentHome(agent), ".meta");

    /// <summary>What is missing is made; what is there is left alone, but for what the daemon itself keeps up to date.</summary>
    public void Make(KnownAgent agent, string? displayName = null)
    {
        var own = home.AgentHome(agent.Settings.Name);
        OwnerFiles.CreateDirectories(home.Root, FilesOfDaemon(home, agent.Settings.Name));
        // What the agent put there, a link to another place too, is its own affair.
        foreach (var folder in (ReadOnlySpan<string>)["notes", "workspace"])
            if (FileIdentity.Of(Path.Combine(own, folder)) is null)
                OwnerFiles.CreateDirectory(Path.Combine(own, folder));
        OwnerFiles.TryCreate(AgentMemory.FileOf(home, agent.Settings.Name), []);
        var before = IdentityOf(agent.Settings.Name);
        var identity = new AgentIdentity(
            agent.Settings.Name, displayName ?? before?.Name ?? agent.Settings.Name, agent.Runtime.Kind, before?.RegisteredAt ?? time.GetUtcNow());
        Write(FileOf(agent.Settings.Name, "identity.json"), JsonSerializer.SerializeToUtf8Bytes(identity, AgentHomeJson.Default.AgentIdentity));
        Write(FileOf(agent.Settings.Name, "mcp.json"), JsonSerializer.SerializeToUtf8Bytes(McpConfiguration.Of(stewardProgram), AgentHomeJson.Default.McpConfiguration));
    }

    /// <summary>Null where there is no home yet, or nothing sensible stands there.</summary>
    public AgentIdentity? IdentityOf(string agent)
    {
        try
        {
            return OwnerFiles.ReadOwned(FileOf(agent, "identity.json"), LargestFile) is { } bytes
                ? JsonSerializer.Deserialize(bytes, AgentHomeJson.Default.AgentIdentity)
                : null;
        }
        catch (Exception unread) when (unread is JsonException or IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    /// <summary>Writes only what is not there yet: at each start of a process it mostly is.</summary>
    public static void Write(string file, ReadOnlySpan<byte> content)
    {
        try
        {
            if (OwnerFiles.ReadOwned(file, LargestFile) is { } before && content.SequenceEqual(before))
                return;
        }
        catch (UnsafeFileException large) when (large.IsTooLarge)
        {
            // It is replaced whole.
        }
        OwnerFiles.Replace(file, content);
    }

    private string FileOf(string agent, string name) => Path.Combine(FilesOfDaemon(home, agent), name);
}

/// <summary>How a program that reads such files reaches Steward's tools: <c>.meta/mcp.json</c>. Who it is there stands in its environment, and is no part of it.</summary>
internal sealed record McpConfiguration(Dictionary<string, McpServerCommand> McpServers)
{
    public static McpConfiguration Of(string stewardProgram) =>
        new(new Dictionary<string, McpServerCommand> { ["steward"] = new(stewardProgram, ["mcp"]) });
}

internal sealed record McpServerCommand(string Command, IReadOnlyList<string> Args);

[JsonSourceGenerationOptions(JsonSerializerDefaults.Web, WriteIndented = true, RespectRequiredConstructorParameters = true, RespectNullableAnnotations = true)]
[JsonSerializable(typeof(AgentIdentity))]
[JsonSerializable(typeof(McpConfiguration))]
internal sealed partial class AgentHomeJson : JsonSerializerContext;
