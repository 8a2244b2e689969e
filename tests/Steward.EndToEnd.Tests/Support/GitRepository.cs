namespace Steward.EndToEnd.Tests.Support;

/// <summary>A git repository in a folder of its own, driven by the real git.</summary>
internal sealed class GitRepository : IDisposable
{
    private static readonly Dictionary<string, string> Environment = new()
    {
        ["GIT_AUTHOR_NAME"] = "Test",
        ["GIT_AUTHOR_EMAIL"] = "test@example.org",
        ["GIT_COMMITTER_NAME"] = "Test",
        ["GIT_COMMITTER_EMAIL"] = "test@example.org",
    };

    public string Path { get; } = Directory.CreateTempSubdirectory("steward-repository-").FullName;

    public static async Task<GitRepository> CreateAsync()
    {
        var repository = new GitRepository();
        await repository.RunAsync("init", "--quiet");
        await repository.WriteAsync("src/code.txt", "one\n");
        await repository.RunAsync("add", ".");
        await repository.RunAsync("commit", "--quiet", "-m", "begin");
        return repository;
    }

    public async Task WriteAsync(string name, string text)
    {
        var path = System.IO.Path.Combine(Path, name);
        Directory.CreateDirectory(System.IO.Path.GetDirectoryName(path)!);
        await using var file = File.CreateText(path);
        await file.WriteAsync(text);
    }

    public async Task<string> RunAsync(params string[] arguments)
    {
        var ran = await StewardProgram.RunAsync("git", ["-C", Path, .. arguments], Environment);
        Assert.True(ran.ExitCode == 0, $"git {string.Join(' ', arguments)}: {ran.Error}");
        return ran.Out;
    }

    public void Dispose() => Directory.Delete(Path, recursive: true);
}
