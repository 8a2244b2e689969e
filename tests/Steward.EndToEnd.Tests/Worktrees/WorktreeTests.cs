using System.Net;
using System.Text.Json;
using Steward.EndToEnd.Tests.Support;

namespace Steward.EndToEnd.Tests.Worktrees;

public sealed class WorktreeTests(StewardUnderTest steward) : IClassFixture<StewardUnderTest>
{
    private const string Commit = "tool git -c user.name=Agent -c user.email=agent@example.org commit --quiet --all --message work";

    private HttpApi Api => steward.Api;

    [Fact]
    public async Task A_session_works_in_the_same_folder_of_a_working_copy_of_its_own()
    {
        using var repository = await GitRepository.CreateAsync();
        var session = await CreateAsync(Path.Combine(repository.Path, "src"));
        var copy = session.GetProperty("worktree");
        var (id, path) = (session.GetProperty("id").GetString()!, copy.GetProperty("path").GetString()!);
        Assert.Equal(Path.Combine(steward.Home.AgentHome("demo"), "worktrees", session.GetProperty("shortId").GetString()!), path);
        Assert.Equal(Path.Combine(path, "src"), session.GetProperty("directory").GetString());
        await DoAsync(id, "tool echo two >> code.txt", "tool echo new > new.txt", Commit, "tool echo three >> code.txt");
        Assert.Equal("one\n", await File.ReadAllTextAsync(Path.Combine(repository.Path, "src", "code.txt"), TestContext.Current.CancellationToken));
        Assert.Equal($"* steward/{session.GetProperty("shortId").GetString()}", (await repository.RunAsync("-C", path, "branch", "--list", "steward/*")).Trim());
        var patch = await steward.RunAsync("sessions", "diff", id);
        Assert.Contains("+two\n+three\n", patch.Out, StringComparison.Ordinal);
        Assert.Contains("+++ b/src/new.txt\n", patch.Out, StringComparison.Ordinal);
        // What is only new is not staged by having been shown.
        Assert.Contains("?? ", await repository.RunAsync("-C", path, "status", "--porcelain"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("kill")]
    [InlineData("rm")]
    public async Task It_is_removed_with_its_branch_when_nothing_would_be_lost(string end)
    {
        using var repository = await GitRepository.CreateAsync();
        await repository.WriteAsync(".gitignore", "*.log\n");
        await repository.RunAsync("add", ".");
        await repository.RunAsync("commit", "--quiet", "-m", "ignore");
        var session = await CreateAsync(repository.Path);
        var (id, path) = (session.GetProperty("id").GetString()!, session.GetProperty("worktree").GetProperty("path").GetString()!);
        await DoAsync(id, "tool echo noise > build.log");
        Assert.Equal(0, (await EndAsync(end, id)).ExitCode);
        Assert.False(Directory.Exists(path));
        Assert.Equal("", await repository.RunAsync("branch", "--list", "steward/*"));
    }

    [Theory]
    [InlineData("tool echo two >> src/code.txt")]
    [InlineData("tool echo new > new.txt")]
    [InlineData("tool echo two >> src/code.txt", Commit)]
    [InlineData("tool echo two >> src/code.txt", "tool git checkout --quiet --detach", Commit, "tool git checkout --quiet -")]
    [InlineData("tool echo two >> src/code.txt", "tool git update-index --assume-unchanged src/code.txt")]
    [InlineData("tool rm $(git rev-parse --git-path index)")]
    [InlineData("tool rm .git")]
    public async Task It_is_kept_when_something_would_be_or_might_be(params string[] work)
    {
        using var repository = await GitRepository.CreateAsync();
        var session = await CreateAsync(repository.Path);
        var (id, path) = (session.GetProperty("id").GetString()!, session.GetProperty("worktree").GetProperty("path").GetString()!);
        await DoAsync(id, work);
        var ended = await steward.RunAsync("sessions", "rm", id);
        Assert.Equal(0, ended.ExitCode);
        Assert.Contains(path, ended.Error, StringComparison.Ordinal);
        Assert.True(File.Exists(Path.Combine(path, "src", "code.txt")));
    }

    [Fact]
    public async Task A_session_that_comes_back_from_the_archive_finds_its_working_copy_again()
    {
        using var repository = await GitRepository.CreateAsync();
        var session = await CreateAsync(repository.Path);
        var (id, path) = (session.GetProperty("id").GetString()!, session.GetProperty("worktree").GetProperty("path").GetString()!);
        Assert.Equal(0, (await EndAsync("archive", id)).ExitCode);
        await Eventually.TrueAsync(() => !Directory.Exists(path), () => $"{path} is still there.");
        await DoAsync(id, "tool cat src/code.txt > seen.txt");
        Assert.Equal("one\n", await File.ReadAllTextAsync(Path.Combine(path, "seen.txt"), TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task Nothing_that_a_repository_names_is_run_by_the_daemon()
    {
        using var repository = await GitRepository.CreateAsync();
        var mark = Path.Combine(repository.Path, "ran");
        var program = Path.Combine(repository.Path, "program.sh");
        await repository.WriteAsync("program.sh", $"#!/bin/sh\necho $0 $* >> {mark}\ncat\n");
        foreach (var hook in (string[])["post-checkout", "post-index-change", "reference-transaction"])
            File.CreateSymbolicLink(Path.Combine(repository.Path, ".git", "hooks", hook), program);
        File.SetUnixFileMode(program, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        foreach (var name in (string[])["core.fsmonitor", "filter.Odd.Name.smudge", "filter.Odd.Name.clean", "diff.external", "diff.odd.textconv", "core.pager", "core.sshCommand"])
            await repository.RunAsync("config", name, program);
        await repository.WriteAsync(".git/info/attributes", "* filter=Odd.Name diff=odd\n");
        File.Delete(mark);
        var session = await CreateAsync(repository.Path);
        var id = session.GetProperty("id").GetString()!;
        await StewardUnderTest.WriteAsync(Path.Combine(session.GetProperty("directory").GetString()!, "src", "code.txt"), "three\n");
        Assert.Contains("+three", (await steward.RunAsync("sessions", "diff", id)).Out, StringComparison.Ordinal);
        Assert.Equal(0, (await steward.RunAsync("sessions", "rm", id)).ExitCode);
        Assert.False(File.Exists(mark), File.Exists(mark) ? await File.ReadAllTextAsync(mark, TestContext.Current.CancellationToken) : "");
    }

    [Theory]
    [InlineData("nothing", "not_a_repository")]
    [InlineData("bare", "not_a_work_tree")]
    [InlineData("unborn", "no_commit")]
    public async Task A_folder_without_what_it_takes_is_refused_in_words_that_say_so(string kind, string code)
    {
        var folder = Directory.CreateTempSubdirectory("steward-none-").FullName;
        try
        {
            if (kind != "nothing")
                await StewardProgram.RunAsync("git", ["init", "--quiet", .. (kind == "bare" ? ["--bare"] : Array.Empty<string>()), folder]);
            var reply = await PostAsync(folder);
            Assert.Equal((HttpStatusCode.BadRequest, code), (reply.Status, reply.Code));
            var refused = await steward.RunAsync("bg", "--spawn-mode", "worktree", "--dir", folder, "say hello");
            Assert.Equal(78, refused.ExitCode);
            Assert.Contains("fix: ", refused.Error, StringComparison.Ordinal);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private Task<Reply> PostAsync(string folder) =>
        Api.PostAsync("/v3/sessions", JsonSerializer.Serialize(new { directory = folder, spawnMode = "worktree" }));

    private async Task<JsonElement> CreateAsync(string folder)
    {
        var reply = await PostAsync(folder);
        Assert.True(reply.Status == HttpStatusCode.Created, reply.Text);
        return reply.Json;
    }

    private async Task DoAsync(string session, params string[] lines) =>
        Assert.Equal("turn.done", (await Api.EndAsync(session, await Api.ScriptAsync(session, lines))).Event);

    private Task<Ran> EndAsync(string end, string id) => steward.RunAsync(end == "kill" ? ["kill", id] : ["sessions", end, id]);
}
