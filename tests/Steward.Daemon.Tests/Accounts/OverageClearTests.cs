using System.Text;
using System.Text.Json.Nodes;
using Steward.Daemon.Accounts;
using Steward.Protocol.Accounts;

namespace Steward.Daemon.Tests.Accounts;

public sealed class OverageClearTests : IDisposable
{
    private const string Cached = "\"overageCreditGrantCache\":{\"o\":{\"info\":{\"available\":false},\"timestamp\":1}},\"cachedExtraUsageDisabledReason\":\"out_of_credits\"";

    private readonly AccountFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Both_keys_go_everything_else_stays_letter_by_letter_and_the_old_file_is_kept()
    {
        var before = "\uFEFF{\"numStartups\":12345678901234567890123,\"tiny\":1e-999," + Cached
            + ",\"half\":\"\\ud800 \\u00e9 é\",\"twice\":1,\"twice\":{\"x\":[]},\"projects\":{\"/a\":{\"history\":[\"cachedExtraUsageDisabledReason\",true,null]}},\"e\":{}}";
        AccountFolder.Write(_folder.Config, before);

        var cleared = await ClearAsync();
        Assert.True(cleared.Cleared);
        Assert.Equal("out_of_credits", cleared.Before.CachedExtraUsageDisabledReason);
        Assert.Null(cleared.After.CachedExtraUsageDisabledReason);
        Assert.Empty(cleared.After.Grants);
        Assert.Equal(Encoding.UTF8.GetBytes(before), await ReadAsync(cleared.Backup!));
        Assert.Matches(@"\.claude\.json\.bak\.\d{10}$", cleared.Backup);
        Assert.Equal(
            """
            {
              "numStartups": 12345678901234567890123,
              "tiny": 1e-999,
              "half": "\ud800 \u00e9 é",
              "twice": 1,
              "twice": {
                "x": []
              },
              "projects": {
                "/a": {
                  "history": [
                    "cachedExtraUsageDisabledReason",
                    true,
                    null
                  ]
                }
              },
              "e": {}
            }
            """,
            Encoding.UTF8.GetString(await ReadAsync(_folder.Config)));
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(_folder.Config));
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(cleared.Backup!));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("{\"other\":  1}")]
    public async Task Where_nothing_is_cached_nothing_is_written(string? config)
    {
        if (config is not null)
            AccountFolder.Write(_folder.Config, config);
        var cleared = await ClearAsync();
        Assert.True(cleared.Cleared);
        Assert.Null(cleared.Backup);
        Assert.Equal(config is null ? [] : [".claude.json"], Files());
    }

    [Theory]
    [InlineData("{" + Cached)]
    [InlineData("[" + "{" + Cached + "}]")]
    [InlineData("{" + Cached + "} more")]
    [InlineData("")]
    public async Task A_broken_file_is_left_as_it_is(string config)
    {
        AccountFolder.Write(_folder.Config, config);
        Assert.Equal("broken", (await Assert.ThrowsAsync<AccountException>(ClearAsync)).Code);
        Assert.Equal(config, Encoding.UTF8.GetString(await ReadAsync(_folder.Config)));
        Assert.Equal([".claude.json"], Files());
    }

    [Fact]
    public async Task Nothing_is_written_through_a_link()
    {
        var elsewhere = Path.Combine(_folder.Path, "elsewhere");
        AccountFolder.Write(elsewhere, "{" + Cached + "}");
        File.CreateSymbolicLink(_folder.Config, elsewhere);
        Assert.Equal("unsafe_file", (await Assert.ThrowsAsync<AccountException>(ClearAsync)).Code);
        Assert.Equal("{" + Cached + "}", Encoding.UTF8.GetString(await ReadAsync(elsewhere)));
    }

    [Fact]
    public async Task What_is_no_file_of_that_size_or_no_file_at_all_is_refused_and_left_as_it_is()
    {
        using (var huge = File.Create(_folder.Config))
            huge.SetLength(ClaudeFiles.LargestBytes + 1L);
        Assert.Equal("unsafe_file", (await Assert.ThrowsAsync<AccountException>(ClearAsync)).Code);
        Assert.Equal(ClaudeFiles.LargestBytes + 1L, new FileInfo(_folder.Config).Length);
        File.Delete(_folder.Config);
        Directory.CreateDirectory(_folder.Config);
        Assert.Equal("unsafe_file", (await Assert.ThrowsAsync<AccountException>(ClearAsync)).Code);
    }

    [Fact]
    public async Task What_nobody_can_read_without_end_is_broken_too()
    {
        AccountFolder.Write(_folder.Config, "{" + Cached + ",\"deep\":" + new string('[', 100_000) + new string(']', 100_000) + "}");
        Assert.Equal("broken", (await Assert.ThrowsAsync<AccountException>(ClearAsync)).Code);
        Assert.Contains("broken JSON", string.Join('\n', _folder.Desk.Look(null).Evidence), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_lock_that_cannot_be_taken_is_said_and_not_waited_for_without_end()
    {
        AccountFolder.Write(_folder.Config, "{" + Cached + "}");
        AccountFolder.Write(_folder.Config + ".lock", "no folder");
        File.SetLastWriteTimeUtc(_folder.Config + ".lock", TimeProvider.System.GetUtcNow().UtcDateTime.AddMinutes(-1));
        var clock = new ManualClock();
        var clearing = new OverageCache(clock).ClearAsync(_folder.Config, TestContext.Current.CancellationToken);
        clock.Pass(TimeSpan.FromMinutes(1));
        var busy = await Assert.ThrowsAsync<AccountException>(() => clearing);
        Assert.Equal(("busy", true), (busy.Code, busy.Retryable));
        Assert.Contains(".lock", busy.Fix, StringComparison.Ordinal);
    }

    [Fact]
    public async Task It_waits_for_whoever_holds_the_lock_and_takes_one_that_was_left_behind()
    {
        AccountFolder.Write(_folder.Config, "{" + Cached + "}");
        var held = Directory.CreateDirectory(_folder.Config + ".lock");
        var clearing = ClearAsync();
        Assert.False(clearing.IsCompleted);
        held.Delete();
        Assert.NotNull((await clearing).Backup);

        AccountFolder.Write(_folder.Config, "{" + Cached + "}");
        Directory.CreateDirectory(_folder.Config + ".lock");
        Directory.SetLastWriteTimeUtc(_folder.Config + ".lock", TimeProvider.System.GetUtcNow().UtcDateTime.AddMinutes(-1));
        Assert.NotNull((await ClearAsync()).Backup);
        Assert.False(Directory.Exists(_folder.Config + ".lock"));
    }

    [Fact]
    public async Task Whatever_others_write_meanwhile_is_never_lost()
    {
        AccountFolder.Write(_folder.Config, "{" + Cached + "}");
        var writing = Task.Run(WriteAsOthersDo, TestContext.Current.CancellationToken);
        while (!writing.IsCompleted)
            await ClearAsync().ContinueWith(static _ => { }, TaskScheduler.Default);
        var written = await writing;
        await ClearAsync();
        var left = JsonNode.Parse(await ReadAsync(_folder.Config))!.AsObject();
        Assert.Equal(Enumerable.Range(0, written).Select(static number => $"key{number}"), left.Select(static member => member.Key));
    }

    // A program that takes the lock, as Claude Code does, and puts a new file in place of the old one.
    private async Task<int> WriteAsOthersDo()
    {
        const int keys = 60;
        for (var number = 0; number < keys; number++)
        {
            using var held = await ClaudeLock.TakeAsync(_folder.Config, TimeProvider.System, TestContext.Current.CancellationToken);
            var config = JsonNode.Parse(await ReadAsync(_folder.Config))!.AsObject();
            config[$"key{number}"] = number;
            config["cachedExtraUsageDisabledReason"] = "out_of_credits";
            AccountFolder.Write(_folder.Config + ".new", config.ToJsonString());
            File.Move(_folder.Config + ".new", _folder.Config, overwrite: true);
        }
        return keys;
    }

    private Task<OverageCleared> ClearAsync() => _folder.Desk.ClearOverageAsync(null, TestContext.Current.CancellationToken);

    private static Task<byte[]> ReadAsync(string path) => File.ReadAllBytesAsync(path, TestContext.Current.CancellationToken);

    private IEnumerable<string> Files() => Directory.EnumerateFileSystemEntries(_folder.Path, ".claude.json*").Select(static path => Path.GetFileName(path)!);
}
