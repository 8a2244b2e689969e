using Microsoft.Win32.SafeHandles;
using Steward.Domain.Processes;
using Steward.Keeper.Children;

namespace Steward.Keeper.Client;

/// <summary>Reads one spool at absolute offsets. What was committed is a hole and reads as zeros.</summary>
public sealed class SpoolReader : IDisposable
{
    private readonly SafeFileHandle file;

    private SpoolReader(SafeFileHandle file) => this.file = file;

    public static SpoolReader Open(string stateDirectory, LaunchId launch, ProcessStream stream)
    {
        if (!SpoolFolder.IsName(launch.Value)) throw new ArgumentException("This is not a launch id.", nameof(launch));
        var path = Path.Combine(stateDirectory, "run", launch.Value, SpoolFolder.FileName(stream));
        return new SpoolReader(File.OpenHandle(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete));
    }

    public long Length => RandomAccess.GetLength(file);

    /// <summary>0 at the end of what is there now.</summary>
    public int ReadAt(long offset, Span<byte> buffer) => RandomAccess.Read(file, buffer, offset);

    public void Dispose() => file.Dispose();
}
