using System.Diagnostics;

namespace Steward.Chaos.Tests.Storage;

/// <summary>A file system of a few megabytes in memory, which takes the rights of root.</summary>
internal sealed class SmallDisk : IDisposable
{
    private const int BufferBytes = 64 << 10;

    private readonly string _stuffing;

    private SmallDisk(string folder) => (Folder, _stuffing) = (folder, Path.Combine(folder, "stuffing"));

    public string Folder { get; }

    /// <summary>Null where it may not be mounted.</summary>
    public static SmallDisk? Mount(int megabytes)
    {
        if (!Environment.IsPrivilegedProcess) return null;
        var folder = Directory.CreateTempSubdirectory("chaos-disk-").FullName;
        if (Run("mount", "-t", "tmpfs", "-o", $"size={megabytes}m,mode=0700", "steward-chaos", folder)) return new SmallDisk(folder);
        Directory.Delete(folder);
        return null;
    }

    /// <summary>Until there is not a byte left.</summary>
    public void Fill()
    {
        using var file = new FileStream(_stuffing, FileMode.Append, FileAccess.Write, FileShare.Read, bufferSize: 0);
        for (var piece = BufferBytes; piece > 0;)
        {
            try
            {
                file.Write(new byte[piece]);
            }
            catch (IOException)
            {
                piece /= 2;
            }
        }
    }

    public void Free() => File.Delete(_stuffing);

    public void Dispose()
    {
        if (Run("umount", Folder)) Directory.Delete(Folder);
    }

    private static bool Run(string program, params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardError = true })!;
        process.WaitForExit();
        return process.ExitCode == 0;
    }
}
