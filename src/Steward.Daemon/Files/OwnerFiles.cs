using Microsoft.Win32.SafeHandles;

namespace Steward.Daemon.Files;

/// <summary>
/// Files that belong to the owner alone: 0600 from their first byte, replaced whole, on disk when the call returns, never through a link.
/// </summary>
internal static class OwnerFiles
{
    // EEXIST, the same on Linux and macOS.
    private const int FileExists = 17;

    public const UnixFileMode FileMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
    public const UnixFileMode FolderMode = FileMode | UnixFileMode.UserExecute;

    /// <summary>Puts the whole content in place of what was there: a reader, or a crash, sees the old file or the new one.</summary>
    public static void Replace(string path, ReadOnlySpan<byte> content) => Replace(path, content, DurableSteps.OfProcess);

    /// <summary>The same for a file that others write too: false, and nothing is changed, when it is not <paramref name="expected"/> any more.</summary>
    public static bool ReplaceIfStill(string path, ReadOnlySpan<byte> expected, ReadOnlySpan<byte> content)
    {
        var temporary = WriteBeside(path, content, DurableSteps.OfProcess);
        try
        {
            if (ReadOwned(path, expected.Length) is not { } found || !expected.SequenceEqual(found)) return false;
            Rename(temporary, path, DurableSteps.OfProcess);
        }
        catch (UnsafeFileException changed) when (changed.IsTooLarge)
        {
            return false;
        }
        finally
        {
            File.Delete(temporary);
        }
        SyncDirectory(Path.GetDirectoryName(path)!, DurableSteps.OfProcess);
        return true;
    }

    /// <summary>A new file with this content, on disk when the call returns. False when something of that name is there.</summary>
    public static bool TryCreate(string path, ReadOnlySpan<byte> content)
    {
        var steps = DurableSteps.OfProcess;
        if (FileIdentity.Of(path) is not null) return false;
        try
        {
            WriteNew(path, content, steps);
        }
        catch (IOException taken) when (taken.HResult == FileExists)
        {
            return false;
        }
        SyncDirectory(Path.GetDirectoryName(path)!, steps);
        return true;
    }

    public static Task ReplaceAsync(string path, ReadOnlyMemory<byte> content, CancellationToken cancellationToken = default) =>
        Task.Run(() => Replace(path, content.Span), cancellationToken);

    /// <summary>Null when the file is not there. A larger one than <paramref name="maxBytes"/> is refused, not cut.</summary>
    public static byte[]? ReadOwned(string path, int maxBytes)
    {
        using var file = Posix.OpenForReading(path);
        if (file is null) return null;
        RequirePlainAndOurs(path, FileIdentity.Of(file));
        var length = RandomAccess.GetLength(file);
        if (length > maxBytes) throw new UnsafeFileException(path, $"has {length} bytes, more than {maxBytes}", "replace it") { IsTooLarge = true };
        return ReadWhole(file, (int)length);
    }

    /// <summary>Makes the folder 0700. A wrong mode of our own is corrected; another user's folder, or a link, is refused.</summary>
    public static void CreateDirectory(string path)
    {
        if (OperatingSystem.IsWindows()) throw new PlatformNotSupportedException();
        var found = FileIdentity.Of(path);
        if (found is null)
        {
            Directory.CreateDirectory(path, FolderMode);
            found = FileIdentity.Of(path);
        }

        if (found is not { Kind: FileKind.Directory } folder) throw NotA(path, "folder");
        RequireOurs(path, folder);
        // The umask may have taken bits away as well as an older version may have left some.
        if ((folder.Mode & (UnixFileMode)0x1FF) != FolderMode) File.SetUnixFileMode(path, FolderMode);
    }

    /// <summary>The same for each folder from <paramref name="root"/> down to <paramref name="path"/>: the system would make those between for everybody.</summary>
    public static void CreateDirectories(string root, string path)
    {
        CreateDirectory(root);
        var folder = root;
        foreach (var name in Path.GetRelativePath(root, path).Split('/'))
            CreateDirectory(folder = Path.Combine(folder, name));
    }

    /// <summary>Throws where a file of ours has become a link, another user's, or no plain file. A missing one is fine.</summary>
    public static void RequireSafe(string path)
    {
        if (FileIdentity.Of(path) is { } found) RequirePlainAndOurs(path, found);
    }

    internal static void Replace(string path, ReadOnlySpan<byte> content, DurableSteps steps)
    {
        path = Path.GetFullPath(path);
        var temporary = WriteBeside(path, content, steps);
        try
        {
            Rename(temporary, path, steps);
        }
        catch
        {
            // Whatever went wrong is reported by the exception on its way; the copy is of no use to anybody.
            File.Delete(temporary);
            throw;
        }

        SyncDirectory(Path.GetDirectoryName(path)!, steps);
    }

    private static string WriteBeside(string path, ReadOnlySpan<byte> content, DurableSteps steps)
    {
        RequireSafe(path);
        var temporary = $"{path}.{Guid.NewGuid():N}.tmp";
        try
        {
            WriteNew(temporary, content, steps);
            return temporary;
        }
        catch
        {
            // Whatever went wrong is reported by the exception on its way; the half-written copy is of no use to anybody.
            File.Delete(temporary);
            throw;
        }
    }

    /// <summary>With a size, its blocks are really allocated: a sparse file would keep no room.</summary>
    internal static FileStream CreateNew(string path, long size = 0)
    {
        if (OperatingSystem.IsWindows()) throw new PlatformNotSupportedException();
        return new FileStream(path, new FileStreamOptions
        {
            Mode = System.IO.FileMode.CreateNew,
            Access = FileAccess.Write,
            Share = FileShare.Read,
            BufferSize = 0,
            PreallocationSize = size,
            UnixCreateMode = FileMode,
        });
    }

    internal static void Rename(string from, string to, DurableSteps steps)
    {
        var step = steps.Before(StorageStep.Rename);
        File.Move(from, to, overwrite: true);
        steps.After(step, StorageStep.Rename);
    }

    /// <summary>A rename is on disk only when its folder is.</summary>
    internal static void SyncDirectory(string path, DurableSteps steps)
    {
        var step = steps.Before(StorageStep.SyncDirectory);
        using (var folder = Posix.OpenDirectory(path)) Posix.Sync(folder, path);
        steps.After(step, StorageStep.SyncDirectory);
    }

    private static void WriteNew(string path, ReadOnlySpan<byte> content, DurableSteps steps)
    {
        var create = steps.Before(StorageStep.CreateFile);
        using var file = CreateNew(path);
        steps.After(create, StorageStep.CreateFile);
        var write = steps.Before(StorageStep.WriteFile);
        file.Write(content);
        steps.After(write, StorageStep.WriteFile);
        var sync = steps.Before(StorageStep.SyncFile);
        Posix.Sync(file.SafeFileHandle, path);
        steps.After(sync, StorageStep.SyncFile);
    }

    private static byte[] ReadWhole(SafeFileHandle file, int length)
    {
        var content = new byte[length];
        var read = 0;
        while (read < length && RandomAccess.Read(file, content.AsSpan(read), read) is > 0 and var count) read += count;
        return read == length ? content : content[..read];
    }

    private static void RequirePlainAndOurs(string path, FileIdentity found)
    {
        if (found.Kind != FileKind.Plain) throw NotA(path, "plain file");
        RequireOurs(path, found);
    }

    private static void RequireOurs(string path, FileIdentity found)
    {
        if (found.IsOurs) return;
        throw new UnsafeFileException(path, $"belongs to user {found.Owner}, not to {Posix.UserId()}", "change its owner or choose another place");
    }

    private static UnsafeFileException NotA(string path, string what) => new(path, $"is no {what}", "move it away");
}
