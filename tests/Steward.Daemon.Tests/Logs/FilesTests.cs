#pragma warning disable RS0030 // A test puts files where something else would have left them.
using System.Globalization;
using Microsoft.Extensions.Logging;
using Steward.Daemon.Logs;
using Steward.Protocol.Logs;

namespace Steward.Daemon.Tests.Logs;

public sealed class FilesTests
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(20);

    [Fact]
    public void The_file_is_its_owners_alone_and_the_link_leads_to_it()
    {
        using var home = new LogHome();

        home.Logged(log => log.LogInformation("x"));

        if (OperatingSystem.IsWindows()) return;
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(home.Today));
        Assert.Equal((UnixFileMode)0b111_000_000, File.GetUnixFileMode(home.Options.Folder));
        Assert.Equal("logs/daemon-2026-03-01.log", new FileInfo(home.Options.Link).LinkTarget);
    }

    [Fact]
    public void At_midnight_of_the_owners_clock_a_new_file_begins_and_the_link_follows()
    {
        using var home = new LogHome();
        using (var provider = home.Open())
        {
            var log = provider.CreateLogger("Steward");
            home.Clock.Now = new DateTimeOffset(2026, 3, 1, 21, 59, 59, 999, TimeSpan.Zero);
            log.LogInformation("before");
            home.Clock.Now = new DateTimeOffset(2026, 3, 1, 22, 0, 0, TimeSpan.Zero);
            log.LogInformation("after");
            home.Clock.Now = new DateTimeOffset(2026, 3, 1, 21, 59, 59, 999, TimeSpan.Zero);
            log.LogInformation("late");
        }

        Assert.Equal(["before"], Messages(home.Today));
        Assert.Equal(["after", "late"], Messages(home.At("daemon-2026-03-02.log")));
        Assert.Equal(["after", "late"], Messages(home.Options.Link));
    }

    [Fact]
    public void A_clock_that_is_put_back_a_day_goes_back_to_that_days_file()
    {
        using var home = new LogHome();
        using (var provider = home.Open())
        {
            var log = provider.CreateLogger("Steward");
            log.LogInformation("first");
            home.Clock.Now += TimeSpan.FromDays(400);
            log.LogInformation("wrong");
            home.Clock.Now -= TimeSpan.FromDays(400);
            log.LogInformation("second");
        }

        Assert.Equal(["second"], Messages(home.Today).TakeLast(1));
    }

    [Fact]
    public void A_file_that_grows_too_large_is_set_aside_without_losing_or_doubling_a_line()
    {
        using var home = new LogHome(options => options with { MaxBytes = 4 << 10, MaxPieces = 1000 });
        using (var provider = home.Open())
        {
            var log = provider.CreateLogger("Steward");
            for (var i = 0; i < 2000; i++)
                log.LogInformation("{Number}", i);
        }

        var pieces = Directory.GetFiles(home.Options.Folder).OrderBy(NumberOf).ToList();
        Assert.InRange(pieces.Count, 10, 200);
        Assert.All(pieces, piece => Assert.InRange(new FileInfo(piece).Length, 1, 4 << 10));
        Assert.Equal(Enumerable.Range(0, 2000).Select(i => $"{i}"), pieces.SelectMany(Messages));
    }

    [Fact]
    public void Of_one_day_only_the_last_pieces_are_kept()
    {
        using var home = new LogHome(options => options with { MaxBytes = 1 << 10, MaxPieces = 2 });
        using (var provider = home.Open())
        {
            var log = provider.CreateLogger("Steward");
            for (var i = 0; i < 100; i++)
                log.LogInformation("{Number}", i);
        }

        var pieces = Directory.GetFiles(home.Options.Folder).OrderBy(NumberOf).ToList();
        Assert.Equal(3, pieces.Count);
        Assert.Equal("99", Messages(pieces[^1])[^1]);
    }

    [Fact]
    public void What_is_older_than_a_fortnight_goes_and_nothing_else_does()
    {
        using var home = new LogHome();
        Directory.CreateDirectory(home.Options.Folder);
        string[] old = ["daemon-2026-02-15.log", "daemon-2026-02-15.log.3", "daemon-2020-01-01.log"];
        string[] kept = ["daemon-2026-02-16.log", "daemon-2026-02-28.log.1", "keeper.log", "daemon-of-mine.log", "daemon-2026-02-15.txt"];
        foreach (var name in old.Concat(kept))
            File.WriteAllText(home.At(name), "");

        home.Logged(log => log.LogInformation("x"));

        Assert.Equal(kept.Append("daemon-2026-03-01.log").Order(), Directory.GetFiles(home.Options.Folder).Select(Path.GetFileName).Order());
    }

    [Fact]
    public void Another_daemon_goes_on_in_the_same_file()
    {
        using var home = new LogHome();

        home.Logged(log => log.LogInformation("one"));
        home.Logged(log => log.LogInformation("two"));

        Assert.Equal(["one", "two"], Messages(home.Today));
    }

    [Fact]
    public void Lines_of_two_writers_and_many_threads_stay_whole()
    {
        using var home = new LogHome();
        using (var first = home.Open())
        using (var second = home.Open())
            Parallel.For(0, 8, thread =>
            {
                var log = (thread % 2 == 0 ? first : second).CreateLogger("Steward");
                for (var i = 0; i < 250; i++)
                    log.LogInformation("{Text}", $"{thread}:{i}:{new string('x', i)}");
            });

        var messages = Messages(home.Today);
        Assert.Equal(2000, messages.Distinct().Count());
        Assert.Equal(2000, messages.Length);
    }

    [Fact]
    public void A_link_in_the_place_of_the_file_is_not_written_through()
    {
        using var home = new LogHome();
        Directory.CreateDirectory(home.Options.Folder);
        File.WriteAllText(home.At("victim"), "untouched");
        File.CreateSymbolicLink(home.Today, home.At("victim"));

        using (var provider = home.Open())
            provider.CreateLogger("Steward").LogInformation("x");

        Assert.Equal("untouched", File.ReadAllText(home.At("victim")));
    }

    [Fact]
    public void A_file_where_the_link_should_be_is_left_alone()
    {
        using var home = new LogHome();
        File.WriteAllText(home.Options.Link, "mine");

        home.Logged(log => log.LogInformation("x"));

        Assert.Equal("mine", File.ReadAllText(home.Options.Link));
        Assert.Equal(["x"], Messages(home.Today));
    }

    [Fact]
    public void A_log_that_somebody_tidied_away_comes_back()
    {
        using var home = new LogHome();
        using var provider = home.Open();
        var log = provider.CreateLogger("Steward");
        log.LogInformation("one");
        Assert.True(provider.Flush(Limit));
        Directory.Delete(home.Options.Folder, recursive: true);

        home.Clock.Now += TimeSpan.FromSeconds(2);
        log.LogInformation("two");
        Assert.True(provider.Flush(Limit));

        Assert.Equal(["two"], Messages(home.Today));
    }

    private static string[] Messages(string path) => [.. File.ReadAllLines(path).Select(line => LogRecord.Parse(line)?.Message ?? $"torn: {line}")];

    // The file without a number is the youngest.
    private static int NumberOf(string path) =>
        int.TryParse(Path.GetExtension(path).TrimStart('.'), CultureInfo.InvariantCulture, out var number) ? number : int.MaxValue;
}
