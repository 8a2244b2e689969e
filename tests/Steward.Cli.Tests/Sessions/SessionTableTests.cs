using Steward.Cli.Sessions;
using Steward.Cli.Tests.Support;
using Steward.Protocol.Sessions;

namespace Steward.Cli.Tests.Sessions;

public sealed class SessionTableTests
{
    private static SessionView Session(string shortId, string status, int pending = 0, string title = "") => new()
    {
        Id = $"sess_{shortId}",
        ShortId = shortId,
        Agent = "demo",
        Directory = "/",
        Metadata = new Dictionary<string, string>(),
        Status = status,
        TurnCount = 1,
        QueuedTurns = 0,
        Seq = 1,
        CreatedAt = DateTimeOffset.UnixEpoch,
        UpdatedAt = DateTimeOffset.UnixEpoch,
        PendingPermissions = pending,
        Title = title,
    };

    [Fact]
    public void Those_that_need_their_owner_come_first()
    {
        var ordered = SessionTable.Ordered([Session("idle", "idle"), Session("runs", "running"), Session("parked", "parked"), Session("asks", "awaiting-permission"), Session("also", "running", pending: 1)]);
        Assert.Equal(["asks", "also", "parked", "runs", "idle"], ordered.Select(session => session.ShortId));
    }

    [Fact]
    public void One_whose_last_turn_failed_is_marked_and_says_why()
    {
        using var surroundings = new TestSurroundings();
        SessionTable.Write([Session("aaaaaaaa", "running"), Session("bbbbbbbb", "idle", title: "tests") with { LastFailure = new("x", "auth", "Not logged in", false) }], surroundings.Context);
        var row = surroundings.Screen.Out.Split('\n')[1];
        Assert.StartsWith("bbbbbbbb", row, StringComparison.Ordinal);
        Assert.Contains(" ! failed ", row, StringComparison.Ordinal);
        Assert.EndsWith("Not logged in", row.TrimEnd(), StringComparison.Ordinal);
    }

    [Fact]
    public void Those_that_need_their_owner_are_marked_without_colours_too()
    {
        using var surroundings = new TestSurroundings();
        SessionTable.Write([Session("aaaaaaaa", "idle"), Session("bbbbbbbb", "awaiting-permission")], surroundings.Context);
        var lines = surroundings.Screen.Out.Split('\n');
        Assert.Contains(" ! awaiting-permission ", lines[1], StringComparison.Ordinal);
        Assert.DoesNotContain('!', lines[2]);
    }

    [Fact]
    public void One_that_asks_for_no_permission_is_marked()
    {
        using var surroundings = new TestSurroundings();
        SessionTable.Write([Session("aaaaaaaa", "idle") with { BypassesPermissions = true }], surroundings.Context);
        Assert.Contains("idle !bypass", surroundings.Screen.Out, StringComparison.Ordinal);
    }

    [Fact]
    public void A_title_cannot_break_out_of_its_row()
    {
        using var surroundings = new TestSurroundings();
        SessionTable.Write([Session("aaaaaaaa", "idle", title: "one\ntwo\e[2J")], surroundings.Context);
        Assert.Equal(2, surroundings.Screen.Out.TrimEnd().Split('\n').Length);
        Assert.DoesNotContain('\e', surroundings.Screen.Out);
    }

    [Fact]
    public void The_columns_stand_below_each_other()
    {
        using var surroundings = new TestSurroundings();
        SessionTable.Write([Session("aaaaaaaa", "awaiting-permission"), Session("bbbbbbbb", "idle")], surroundings.Context);
        var lines = surroundings.Screen.Out.TrimEnd().Split('\n');
        Assert.All(lines.Skip(1), line => Assert.Equal('1', line[lines[0].IndexOf("TURNS", StringComparison.Ordinal)]));
    }
}
