using System.Buffers.Binary;
using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace Steward.Daemon.Files;

internal enum FileKind
{
    Plain,
    Directory,
    Link,
    Other,
}

/// <summary>What a path is and whom it belongs to, never following a last link.</summary>
internal readonly partial record struct FileIdentity(FileKind Kind, uint Owner, UnixFileMode Mode)
{
    private const int KindMask = 0xF000;

    public bool IsOurs => Owner == Posix.UserId();

    /// <summary>Null when nothing is there.</summary>
    public static FileIdentity? Of(string path) => OperatingSystem.IsMacOS() ? OfOnMacOS(path) : OfOnLinux(path);

    public static FileIdentity Of(SafeFileHandle file) => OperatingSystem.IsMacOS() ? OfOnMacOS(file) : OfOnLinux(file);

    private static FileIdentity From(uint mode, uint owner) => new(
        (mode & KindMask) switch
        {
            0x8000 => FileKind.Plain,
            0x4000 => FileKind.Directory,
            0xA000 => FileKind.Link,
            _ => FileKind.Other,
        },
        owner,
        (UnixFileMode)(mode & 0xFFF));

    private static FileIdentity? Missing(string path)
    {
        var error = Marshal.GetLastPInvokeError();
        if (error is Posix.ENOENT or Posix.ENOTDIR) return null;
        throw new IOException($"{path}: {Marshal.GetPInvokeErrorMessage(error)}", error);
    }

    private static ushort Short(ReadOnlySpan<byte> status, int offset) => BinaryPrimitives.ReadUInt16LittleEndian(status[offset..]);

    private static uint Word(ReadOnlySpan<byte> status, int offset) => BinaryPrimitives.ReadUInt32LittleEndian(status[offset..]);
}
