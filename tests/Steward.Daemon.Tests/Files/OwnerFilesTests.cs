using Steward.Daemon.Files;

namespace Steward.Daemon.Tests.Files;

public sealed class OwnerFilesTests
{
    private const UnixFileMode Everybody = (UnixFileMode)0x1FF;

    [Fact]
    public async Task A_file_is_replaced_whole_is_the_owners_alone_and_leaves_nothing_beside_it()
    {
        using var folder = new TemporaryFolder();
        var path = folder.At("state.json");
        OwnerFiles.Replace(path, "one"u8);
        File.SetUnixFileMode(path, Everybody);
        await OwnerFiles.ReplaceAsync(path, "two"u8.ToArray(), TestContext.Current.CancellationToken);

        Assert.Equal("two"u8.ToArray(), OwnerFiles.ReadOwned(path, 100));
        Assert.Equal(OwnerFiles.FileMode, File.GetUnixFileMode(path));
        Assert.Equal([path], Directory.GetFileSystemEntries(folder.Path));
    }

    [Fact]
    public void Readers_see_the_old_file_or_the_new_one()
    {
        using var folder = new TemporaryFolder();
        var path = folder.At("state.json");
        byte[][] contents = [[.. Enumerable.Repeat((byte)'a', 50_000)], [.. Enumerable.Repeat((byte)'b', 90_000)]];
        OwnerFiles.Replace(path, contents[0]);
        var writing = Task.Run(() =>
        {
            for (var i = 0; i < 100; i++) OwnerFiles.Replace(path, contents[i % 2]);
        });
        while (!writing.IsCompleted)
        {
            var read = OwnerFiles.ReadOwned(path, 100_000)!;
            Assert.Contains(contents, content => content.AsSpan().SequenceEqual(read));
        }
    }

    [Theory]
    [InlineData(nameof(StorageStep.CreateFile))]
    [InlineData(nameof(StorageStep.WriteFile))]
    [InlineData(nameof(StorageStep.SyncFile))]
    [InlineData(nameof(StorageStep.Rename))]
    public void A_failure_at_any_step_before_the_rename_leaves_the_old_file_and_nothing_else(string step)
    {
        using var folder = new TemporaryFolder();
        var path = folder.At("state.json");
        OwnerFiles.Replace(path, "old"u8);
        var faults = new Journal.FaultAt(Enum.Parse<StorageStep>(step), StorageMoment.Before, 0, Posix.ENOSPC) { Armed = true };
        Assert.Throws<IOException>(() => OwnerFiles.Replace(path, "new"u8, new DurableSteps(faults)));

        Assert.Equal("old"u8.ToArray(), OwnerFiles.ReadOwned(path, 100));
        Assert.Equal([path], Directory.GetFileSystemEntries(folder.Path));
    }

    [Fact]
    public void Nothing_is_read_or_written_through_a_link()
    {
        using var folder = new TemporaryFolder();
        var (target, link) = (folder.At("target"), folder.At("link"));
        OwnerFiles.Replace(target, "secret"u8);
        File.CreateSymbolicLink(link, target);
        Assert.Throws<UnsafeFileException>(() => OwnerFiles.Replace(link, "x"u8));
        Assert.Throws<UnsafeFileException>(() => OwnerFiles.ReadOwned(link, 100));
        Assert.Equal("secret"u8.ToArray(), OwnerFiles.ReadOwned(target, 100));

        var dangling = folder.At("dangling");
        File.CreateSymbolicLink(dangling, folder.At("nowhere"));
        Assert.Throws<UnsafeFileException>(() => OwnerFiles.Replace(dangling, "x"u8));
        Assert.False(File.Exists(folder.At("nowhere")));
    }

    [Fact]
    public async Task What_is_no_plain_file_is_refused_without_waiting_for_it()
    {
        using var folder = new TemporaryFolder();
        var pipe = folder.At("pipe");
        using var made = System.Diagnostics.Process.Start("mkfifo", [pipe]);
        await made.WaitForExitAsync(TestContext.Current.CancellationToken);
        Assert.Throws<UnsafeFileException>(() => OwnerFiles.ReadOwned(pipe, 100));
        Assert.Throws<UnsafeFileException>(() => OwnerFiles.Replace(pipe, "x"u8));
        Assert.Throws<UnsafeFileException>(() => OwnerFiles.ReadOwned(folder.Path, 100));
    }

    [Fact]
    public void A_missing_file_is_null_and_a_too_large_one_is_refused()
    {
        using var folder = new TemporaryFolder();
        Assert.Null(OwnerFiles.ReadOwned(folder.At("nothing"), 10));
        Assert.Null(OwnerFiles.ReadOwned(folder.At("no/folder"), 10));
        OwnerFiles.Replace(folder.At("large"), new byte[11]);
        Assert.Throws<UnsafeFileException>(() => OwnerFiles.ReadOwned(folder.At("large"), 10));
        Assert.Equal(11, OwnerFiles.ReadOwned(folder.At("large"), 11)!.Length);
    }

    [Fact]
    public void A_folder_of_ours_is_made_or_made_safe()
    {
        using var folder = new TemporaryFolder();
        OwnerFiles.CreateDirectory(folder.At("new"));
        Directory.CreateDirectory(folder.At("open"));
        File.SetUnixFileMode(folder.At("open"), Everybody);
        OwnerFiles.CreateDirectory(folder.At("open"));
        foreach (var made in (string[])["new", "open"]) Assert.Equal(OwnerFiles.FolderMode, File.GetUnixFileMode(folder.At(made)));
    }

    [Fact]
    public void A_folder_that_is_a_link_or_a_file_is_refused()
    {
        using var folder = new TemporaryFolder();
        Directory.CreateDirectory(folder.At("real"));
        Directory.CreateSymbolicLink(folder.At("link"), folder.At("real"));
        OwnerFiles.Replace(folder.At("file"), "x"u8);
        foreach (var name in (string[])["link", "file"]) Assert.Throws<UnsafeFileException>(() => OwnerFiles.CreateDirectory(folder.At(name)));
    }

    [Fact]
    public async Task Another_users_file_or_folder_is_refused_with_its_owner_named()
    {
        Assert.SkipUnless(Environment.IsPrivilegedProcess, "only root can give a file to somebody else");
        using var folder = new TemporaryFolder();
        OwnerFiles.Replace(folder.At("file"), "x"u8);
        Directory.CreateDirectory(folder.At("folder"));
        using var given = System.Diagnostics.Process.Start("chown", ["65534", folder.At("file"), folder.At("folder")]);
        await given.WaitForExitAsync(TestContext.Current.CancellationToken);

        Assert.Contains("65534", Assert.Throws<UnsafeFileException>(() => OwnerFiles.ReadOwned(folder.At("file"), 10)).Message);
        Assert.Throws<UnsafeFileException>(() => OwnerFiles.Replace(folder.At("file"), "y"u8));
        Assert.Throws<UnsafeFileException>(() => OwnerFiles.CreateDirectory(folder.At("folder")));
    }
}
