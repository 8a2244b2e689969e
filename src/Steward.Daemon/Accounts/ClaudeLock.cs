using Steward.Daemon.Files;

namespace Steward.Daemon.Accounts;

/// <summary>
/// The lock that Claude Code itself takes before it rewrites a file: a folder beside it, which its holder touches every five seconds. One that was not touched
/// for ten was left behind by a process that died.
/// </summary>
internal sealed class ClaudeLock : IDisposable
{
    private static readonly TimeSpan Abandoned = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(12);

    private readonly string _folder;

    private ClaudeLock(string folder) => _folder = folder;

    /// <exception cref="AccountException">Its holder does not let go of it.</exception>
    public static async Task<ClaudeLock> TakeAsync(string file, TimeProvider time, CancellationToken cancellationToken)
    {
        var folder = file + ".lock";
        var began = time.GetTimestamp();
        while (!Posix.MakeFolder(folder))
        {
            if (time.GetUtcNow() - Touched(folder) > Abandoned && Remove(folder))
                continue;
            if (time.GetElapsedTime(began) > Patience)
                throw new AccountException("busy", $"Claude Code is writing {file} and does not finish.", $"try again; remove {folder} when no claude runs", retryable: true);
            await Task.Delay(Pause, time, cancellationToken);
        }
        return new ClaudeLock(folder);
    }

    public void Dispose() => Remove(_folder);

    // One that went away meanwhile is not old: by the time it was removed as such it would be another's.
    private static DateTimeOffset Touched(string folder) =>
        Directory.GetLastWriteTimeUtc(folder) is { Year: >= 1970 } touched ? new DateTimeOffset(touched, TimeSpan.Zero) : DateTimeOffset.MaxValue;

    private static bool Remove(string folder)
    {
        try
        {
            Directory.Delete(folder);
            return true;
        }
        catch (Exception kept) when (kept is IOException or UnauthorizedAccessException)
        {
            // Somebody was quicker, or it is no empty folder: then it is not ours to remove.
            return false;
        }
    }
}
