using System.Text;
using Steward.Daemon.Files;
using Steward.Domain.Agents;
using Steward.Protocol.Files;

namespace Steward.Daemon.Agents;

/// <summary>An agent's <c>MEMORY.md</c>: it is the agent's own file, so Steward only adds to its end, and gives it back when a process of it starts.</summary>
internal sealed class AgentMemory(StewardHome home)
{
    public const int LargestFile = 32 << 10;

    private readonly Lock _gate = new();

    public static string FileOf(StewardHome home, string agent) => Path.Combine(home.AgentHome(agent), "MEMORY.md");

    /// <summary>What it noted, in words for itself; null where there is nothing, or nothing that could be read.</summary>
    public string? NotesOf(string agent)
    {
        var file = FileOf(home, agent);
        try
        {
            return FencedNotes.Of(Encoding.UTF8.GetString(OwnerFiles.ReadOwned(file, LargestFile) ?? []));
        }
        catch (UnsafeFileException unread)
        {
            return unread.IsTooLarge ? $"Your MEMORY.md has grown beyond {LargestFile >> 10} KiB, so it is not given to you. Tidy it up: {file}" : null;
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    public ToolOutcome Remember(string agent, string fact)
    {
        var line = $"- {fact.Trim().ReplaceLineEndings("\n  ")}\n";
        lock (_gate)
        {
            try
            {
                return Add(agent, line);
            }
            catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
            {
                return ToolOutcome.Failed($"Your memory cannot be written: {failure.Message}");
            }
        }
    }

    private ToolOutcome Add(string agent, string line)
    {
        var file = FileOf(home, agent);
        OwnerFiles.CreateDirectories(home.Root, home.AgentHome(agent));
        var before = Encoding.UTF8.GetString(OwnerFiles.ReadOwned(file, LargestFile) ?? []);
        // A call that is served again after a crash finds its fact there.
        if (before.Contains(line, StringComparison.Ordinal))
            return ToolOutcome.Done("It is in your memory already.");
        var addition = Encoding.UTF8.GetBytes(before.Length == 0 || before.EndsWith('\n') ? line : "\n" + line);
        if (Encoding.UTF8.GetByteCount(before) + addition.Length > LargestFile)
            return ToolOutcome.Failed($"Your memory is full ({LargestFile >> 10} KiB). Tidy up {file} first.");
        Append(file, addition);
        return ToolOutcome.Done($"Remembered in {file}.");
    }

    private static void Append(string file, byte[] addition)
    {
        if (!File.Exists(file))
            OwnerFiles.CreateNew(file).Dispose();
        using var memory = Posix.OpenForAppending(file) ?? throw new IOException($"{file} went away.");
        if (Posix.Write(memory, addition, out var error) != addition.Length)
            throw new IOException($"The disk took only a part of it (error {error}).");
        Posix.Sync(memory, file);
    }
}
