using Steward.Chaos.Tests.Instances;
using Steward.Chaos.Tests.Ledgers;
using Steward.Protocol.Turns;

namespace Steward.Chaos.Tests.Storage;

public sealed class DamagedPageTests
{
    private const int PageBytes = 4096;
    private const byte NumberedLeaf = 0x0D;

    // More than one page of its own, so that what is damaged holds events alone.
    private const string LongTurn = "#script\nwords 400 1";

    [Fact]
    public async Task A_page_that_cannot_be_read_is_salvaged_at_once_and_said_until_its_owner_has_seen_it()
    {
        await using var instance = await Instance.StartedAsync();
        var (damaged, whole) = (await TurnAsync(instance), await TurnAsync(instance));
        // All of it goes from the log into the database, and nothing of it is in the memory of the next daemon.
        Assert.Equal(0, (await instance.StopAsync()).ExitCode);
        await instance.StartAsync();
        var before = await EventsAsync(instance, whole);
        var (keeper, daemon) = (instance.Keeper, instance.Daemon);
        BreakPageOf(instance, damaged);

        // The first who asks meets the end of the daemon, and asks the next one.
        Assert.Contains(await EventsAsync(instance, damaged), static line => line.Contains("turn.done", StringComparison.Ordinal));
        Assert.NotEqual(daemon.Pid, instance.Daemon.Pid);
        Assert.Equal(keeper.Pid, instance.Keeper.Pid);
        Assert.Equal(before, await EventsAsync(instance, whole));
        Assert.Contains("The journal was damaged", (await instance.RunAsync("status")).Output, StringComparison.Ordinal);

        Assert.Equal(0, (await instance.RunAsync("restart")).ExitCode);
        Assert.Contains("The journal was damaged", (await instance.RunAsync("status")).Output, StringComparison.Ordinal);
        foreach (var report in Directory.GetFiles(instance.Home.DaemonDirectory, "steward.db.damaged-*.json")) File.Delete(report);
        Assert.Equal(0, (await instance.RunAsync("restart")).ExitCode);
        Assert.DoesNotContain("damaged", (await instance.RunAsync("status")).Output, StringComparison.Ordinal);
    }

    /// <summary>The first byte of a page says what kind of page it is.</summary>
    private static void BreakPageOf(Instance instance, string session)
    {
        var path = Path.Combine(instance.Home.DaemonDirectory, "steward.db");
        var bytes = File.ReadAllBytes(path);
        var page = Enumerable.Range(1, (bytes.Length / PageBytes) - 1).First(page => Holds(bytes.AsSpan(page * PageBytes, PageBytes), session));
        using var file = File.OpenHandle(path, FileMode.Open, FileAccess.Write, FileShare.ReadWrite);
        RandomAccess.Write(file, [0xFF], page * PageBytes);
    }

    /// <summary>Of all tables that of the events alone has numbered rows, and so leaves of this kind.</summary>
    private static bool Holds(ReadOnlySpan<byte> page, string session) =>
        page[0] == NumberedLeaf && page.IndexOf(System.Text.Encoding.UTF8.GetBytes(session)) >= 0;

    private static async Task<string> TurnAsync(Instance instance)
    {
        var session = (await instance.NewSessionAsync()).Id;
        await instance.Client.SubmitAsync(session, new SubmitTurnRequest { Content = LongTurn });
        await Eventually.TrueAsync("the turn is over", async () => (await History.ReadAsync(instance, session)).IsQuiet);
        return session;
    }

    private static async Task<List<string>> EventsAsync(Instance instance, string session) =>
        [.. (await History.ReadAsync(instance, session)).Events.Select(History.BytesOf)];
}
