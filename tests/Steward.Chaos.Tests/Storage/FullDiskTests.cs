using Steward.Chaos.Tests.Instances;
using Steward.Chaos.Tests.Ledgers;
using Steward.Protocol.Client;
using Steward.Protocol.Turns;

namespace Steward.Chaos.Tests.Storage;

public sealed class FullDiskTests
{
    private const int Megabytes = 48;

    // On so small a disk, the reserve that is usual would be all of it.
    private const string Floor = ", \"freeSpaceFloorMb\": 1";

    [Fact]
    public async Task A_full_disk_is_said_and_acknowledges_nothing_and_what_was_refused_is_done_once_when_there_is_room()
    {
        using var disk = Mount();
        await using var instance = await Instance.StartedAsync(disk.Folder, daemonSettings: Floor);
        var session = (await instance.NewSessionAsync()).Id;
        var first = await TurnAsync(instance, session, "before");

        disk.Fill();
        // The reserve of the journal may take a few more: then it says so, and goes on saying it.
        var refused = await RefusedAsync(instance, session);
        var daemon = instance.Daemon;
        Assert.Contains(await EventsAsync(instance, session), happened => happened == first);
        Assert.Equal("running", (await instance.Client.DaemonAsync()).Status);
        Assert.Equal(507, await StatusOfAsync(instance, session, refused));

        disk.Free();
        await Eventually.TrueAsync("it takes messages again", async () => await StatusOfAsync(instance, session, refused) == 202);
        await Eventually.TrueAsync("the turn is over", async () => (await History.ReadAsync(instance, session)).IsQuiet);
        var history = await History.ReadAsync(instance, session);
        Assert.Single(history.Named(EventKind.Queued), queued => queued.Payload.GetProperty("content").GetString() == MessageOf(instance, session, refused).Content);
        Assert.Single(File.ReadAllLines(instance.PathOf("ledger")), line => line == $"started {refused}");
        Assert.Single(File.ReadAllLines(instance.PathOf("ledger")), line => line == $"finished {refused}");
        Assert.True(daemon.IsAlive, "the full disk cost the daemon its life");
    }

    [Fact]
    public async Task A_daemon_that_dies_on_a_full_disk_is_followed_by_one_that_serves_what_is_there_and_goes_on_when_there_is_room()
    {
        using var disk = Mount();
        await using var instance = await Instance.StartedAsync(disk.Folder, daemonSettings: Floor);
        var session = (await instance.NewSessionAsync()).Id;
        var first = await TurnAsync(instance, session, "before");

        disk.Fill();
        var daemon = instance.Daemon;
        daemon.EndAtOnce();
        await Eventually.TrueAsync("the next daemon is there", async () => (await instance.Client.DaemonAsync()).Pid != daemon.Pid);
        Assert.Contains(await EventsAsync(instance, session), happened => happened == first);

        disk.Free();
        await TurnAsync(instance, session, "after");
        Assert.Equal(0, (await instance.StopAsync()).ExitCode);
    }

    [Fact]
    public async Task A_daemon_on_a_full_disk_can_be_stopped_and_its_sessions_are_there_when_there_is_room_again()
    {
        using var disk = Mount();
        await using var instance = await Instance.StartedAsync(disk.Folder, daemonSettings: Floor);
        var session = (await instance.NewSessionAsync()).Id;
        await TurnAsync(instance, session, "before");
        var before = await EventsAsync(instance, session);

        disk.Fill();
        Assert.Equal(0, (await instance.StopAsync()).ExitCode);
        await instance.AssertNothingIsAliveAsync();

        disk.Free();
        await instance.StartAsync();
        Assert.Equal(before, (await EventsAsync(instance, session)).Take(before.Count));
        await TurnAsync(instance, session, "after");
    }

    private static SmallDisk Mount()
    {
        var disk = SmallDisk.Mount(Megabytes);
        Assert.SkipWhen(disk is null, "a small disk is mounted as root only");
        return disk;
    }

    private static async Task<string> RefusedAsync(Instance instance, string session)
    {
        for (var number = 1; number < 500; number++)
            if (await StatusOfAsync(instance, session, $"full-{number}") == 507) return $"full-{number}";
        throw new InvalidOperationException("The disk is full, and 500 messages were acknowledged.");
    }

    private static async Task<int> StatusOfAsync(Instance instance, string session, string id)
    {
        try
        {
            await instance.Client.SubmitAsync(session, new SubmitTurnRequest { Content = MessageOf(instance, session, id).Content, RequestId = id });
            return 202;
        }
        catch (RefusedException refused)
        {
            return refused.Status;
        }
    }

    private static Message MessageOf(Instance instance, string session, string id) => new(id, session, instance.PathOf("ledger"));

    private static async Task<string> TurnAsync(Instance instance, string session, string id)
    {
        Assert.Equal(202, await StatusOfAsync(instance, session, id));
        await Eventually.TrueAsync("the turn is over", async () => (await History.ReadAsync(instance, session)).IsQuiet);
        return (await EventsAsync(instance, session))[^1];
    }

    private static async Task<List<string>> EventsAsync(Instance instance, string session) =>
        [.. (await History.ReadAsync(instance, session)).Events.Select(History.BytesOf)];
}
