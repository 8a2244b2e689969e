using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;
using Steward.Daemon.Files;

namespace Steward.Daemon.Configuration;

/// <summary>
/// Reads the owner's file, and nobody else's: what stands in it is run. A link is followed, because people keep their settings elsewhere, but each
/// link and the file at its end must be the owner's.
/// </summary>
internal static class ConfigFile
{
    private const int MaxLinks = 16;
    private const UnixFileMode WritableByOthers = UnixFileMode.GroupWrite | UnixFileMode.OtherWrite;

    /// <summary>Null when there is none, or when it is refused: then <paramref name="complaint"/> says why.</summary>
    public static byte[]? ReadIfThere(string path, out string? complaint)
    {
        complaint = null;
        try
        {
            if (FileIdentity.Of(path) is null) return null;
            var target = Follow(path, out complaint);
            using var file = target is null ? null : Posix.OpenForReading(target);
            if (file is not null) return ReadOwned(file, path, out complaint);
            complaint ??= "vanished while it was read";
            return null;
        }
        catch (UnsafeFileException)
        {
            complaint = "has become a link while it was read";
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            complaint = $"cannot be read: {Reason(failure)}";
        }
        return null;
    }

    private static string? Follow(string path, out string? complaint)
    {
        complaint = null;
        for (var links = 0; links < MaxLinks; links++)
        {
            if (FileIdentity.Of(path) is not { } found)
            {
                complaint = $"is a link to {path}, where nothing is";
                return null;
            }
            if (found.Kind != FileKind.Link) return path;
            if (!found.IsOurs)
            {
                complaint = $"{path} is a link that belongs to user {found.Owner}, not to you ({Posix.UserId()}); put the file itself there";
                return null;
            }
            path = File.ResolveLinkTarget(path, returnFinalTarget: false)?.FullName ?? path;
        }
        complaint = "is a link that leads through too many links";
        return null;
    }

    private static byte[]? ReadOwned(SafeFileHandle file, string path, out string? complaint)
    {
        // Asked of the open file: between asking a path and opening it, another file could be put there.
        complaint = Judge(FileIdentity.Of(file), path);
        if (complaint is not null) return null;
        var content = new byte[SettingsFile.MaxBytes + 1];
        var length = 0;
        while (length < content.Length && RandomAccess.Read(file, content.AsSpan(length), length) is > 0 and var count)
            length += count;
        if (length <= SettingsFile.MaxBytes) return content[..length];
        complaint = $"is larger than {SettingsFile.MaxBytes >> 20} MiB";
        return null;
    }

    private static string? Judge(FileIdentity found, string path) => found switch
    {
        { Kind: not FileKind.Plain } => "is no plain file",
        { IsOurs: false } => $"belongs to user {found.Owner}, not to you ({Posix.UserId()}); what it says would be run as you: chown it, or write your own",
        _ when (found.Mode & WritableByOthers) != 0 => $"others may write it, and what it says is run as you: chmod go-w '{path}'",
        _ => null,
    };

    private static string Reason(Exception failure) => failure is IOException { HResult: > 0 and var code } ? Marshal.GetPInvokeErrorMessage(code) : failure.Message;
}
