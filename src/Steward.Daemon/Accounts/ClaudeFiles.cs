using Steward.Daemon.Files;
using Steward.Runtimes.ClaudeCode;

namespace Steward.Daemon.Accounts;

/// <summary>Reads Claude Code's own files as they are now: nothing is kept, so nothing gets stale.</summary>
internal static class ClaudeFiles
{
    public const int LargestBytes = 64 << 20;

    /// <summary>Follows a link, as Claude Code does, but waits for nobody: a pipe in its place is said to be one.</summary>
    public static SeenFile Look(string path)
    {
        try
        {
            var file = File.ResolveLinkTarget(path, returnFinalTarget: true)?.FullName ?? path;
            var written = File.GetLastWriteTimeUtc(file);
            return OwnerFiles.ReadOwned(file, LargestBytes) is { } content
                ? new SeenFile(content, new DateTimeOffset(written, TimeSpan.Zero))
                : new SeenFile();
        }
        catch (Exception none) when (none is FileNotFoundException or DirectoryNotFoundException)
        {
            return new SeenFile();
        }
        catch (Exception trouble) when (trouble is IOException or UnauthorizedAccessException)
        {
            return new SeenFile(Trouble: $"{path} cannot be read: {trouble.Message}");
        }
    }
}
