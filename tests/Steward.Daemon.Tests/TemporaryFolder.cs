namespace Steward.Daemon.Tests;

/// <summary>A folder of one test's own, gone with it. In memory where hundreds of files are made and no disk is needed to prove the point.</summary>
internal sealed class TemporaryFolder(bool inMemory = false) : IDisposable
{
    private const string Memory = "/dev/shm";

    private readonly DirectoryInfo _folder = inMemory && Directory.Exists(Memory)
        ? Directory.CreateDirectory($"{Memory}/steward-test-{Guid.NewGuid():N}")
        : Directory.CreateTempSubdirectory("steward-test-");

    public string Path => _folder.FullName;

    public string At(string name) => System.IO.Path.Combine(Path, name);

    public void Dispose() => _folder.Delete(recursive: true);
}
