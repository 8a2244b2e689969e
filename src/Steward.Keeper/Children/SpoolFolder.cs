using System.Buffers;
using Steward.Domain.Processes;
using Steward.Keeper.Native;

namespace Steward.Keeper.Children;

/// <summary>The folder of one launch with its two spools.</summary>
internal sealed class SpoolFolder(string runDirectory, LaunchId launch)
{
    private const int LongestName = 128;

    private static readonly SearchValues<char> NameCharacters =
        SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_.");

    private string Path { get; } = System.IO.Path.Combine(runDirectory, launch.Value);

    /// <summary>A launch id becomes the name of a folder: it may lead nowhere else.</summary>
    public static bool IsName(string launch) =>
        launch.Length is > 0 and <= LongestName && launch[0] != '.'
        && launch.AsSpan().IndexOfAnyExcept(NameCharacters) < 0;

    public static string FileName(ProcessStream stream) => stream switch
    {
        ProcessStream.Out => "out",
        ProcessStream.Err => "err",
    };

    /// <summary>0, or the errno. A folder that is there already belongs to an earlier launch of that name and is not touched.</summary>
    public int Create(out int standardOutput, out int standardError)
    {
        standardError = -1;
        standardOutput = -1;
        if (Libc.mkdir(runDirectory, 0x1C0) != 0 && Errno.Last != Errno.EEXIST) return Errno.Last;
        if (Libc.mkdir(Path, 0x1C0) != 0) return Errno.Last;
        if ((standardOutput = Open(ProcessStream.Out)) >= 0 && (standardError = Open(ProcessStream.Err)) >= 0) return 0;
        var errno = Errno.Last;
        Descriptor.Close(ref standardOutput);
        Delete();
        return errno;
    }

    public void Delete()
    {
        try
        {
            Directory.Delete(Path, recursive: true);
        }
        catch (Exception gone) when (gone is IOException or UnauthorizedAccessException)
        {
            // Gone already, or taken from us: either way there is nothing of ours left to keep.
        }
    }

    public long Length(ProcessStream stream)
    {
        var file = new FileInfo(System.IO.Path.Combine(Path, FileName(stream)));
        return file.Exists ? file.Length : 0;
    }

    private int Open(ProcessStream stream) =>
        Libc.open(System.IO.Path.Combine(Path, FileName(stream)),
            Native.Open.ReadWrite | Native.Open.Create | Native.Open.Exclusive | Native.Open.NoFollow | Native.Open.CloseOnExec, 0x180);
}
