using System.Globalization;
using System.Text.Json;
using Steward.Daemon.Files;
using Steward.Runtimes.ClaudeCode;

namespace Steward.Daemon.Accounts;

/// <summary>
/// Takes what is cached of the extra usage out of Claude Code's file. The file holds all else that it remembers, and it may rewrite it at any moment: so
/// under its lock, with a copy of what was there, whole or not at all, and never over what somebody else wrote meanwhile.
/// </summary>
internal sealed class OverageCache(TimeProvider time)
{
    private const int Attempts = 5;

    /// <summary>Answers the path of the copy, or null when nothing was cached: then nothing is written.</summary>
    public async Task<string?> ClearAsync(string file, CancellationToken cancellationToken)
    {
        if (OwnerFiles.ReadOwned(file, ClaudeFiles.LargestBytes) is null)
            return null;
        using var held = await ClaudeLock.TakeAsync(file, time, cancellationToken);
        for (var attempt = 0; attempt < Attempts; attempt++)
        {
            if (OwnerFiles.ReadOwned(file, ClaudeFiles.LargestBytes) is not { } content || !Holds(file, content))
                return null;
            var cleared = Cleared(file, content);
            var backup = Backup(file, content);
            if (OwnerFiles.ReplaceIfStill(file, content, cleared))
                return backup;
            File.Delete(backup);
        }
        throw new AccountException("busy", $"{file} is being rewritten all the time; it was left as it is.", "try again", retryable: true);
    }

    private static bool Holds(string file, byte[] content) => Understand(file, () => MemberRewriting.HasAny(content, ClaudeAccount.GrantsKey, ClaudeAccount.ReasonKey));

    private static byte[] Cleared(string file, byte[] content) =>
        Understand(file, () => MemberRewriting.Without(content, ClaudeAccount.GrantsKey, ClaudeAccount.ReasonKey));

    private static T Understand<T>(string file, Func<T> read)
    {
        try
        {
            return read();
        }
        catch (JsonException)
        {
            throw new AccountException("broken", $"{file} is broken JSON, and was left as it is.", "let Claude Code mend it: run claude once");
        }
    }

    private string Backup(string file, byte[] content)
    {
        var name = string.Create(CultureInfo.InvariantCulture, $"{file}.bak.{time.GetUtcNow().ToUnixTimeSeconds()}");
        for (var copy = 1; ; copy++)
        {
            var path = copy == 1 ? name : string.Create(CultureInfo.InvariantCulture, $"{name}-{copy}");
            if (OwnerFiles.TryCreate(path, content))
                return path;
        }
    }
}
