namespace Steward.Daemon.Files;

/// <summary>A file or folder of ours is a link, belongs to someone else, or is no plain file: nothing was read or written through it.</summary>
internal sealed class UnsafeFileException(string path, string reason, string fix) : IOException($"{path}: {reason}; {fix}")
{
    public string Path { get; } = path;

    public string Fix { get; } = fix;

    public bool IsTooLarge { get; init; }
}
