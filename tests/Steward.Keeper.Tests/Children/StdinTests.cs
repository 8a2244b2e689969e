using Steward.Keeper.Tests.Support;

namespace Steward.Keeper.Tests.Children;

public sealed class StdinTests
{
    [Fact]
    public async Task Pieces_arrive_in_order_once_and_are_acknowledged()
    {
        await using var keeper = KeeperUnderTest.Launch();
        using var daemon = await keeper.TalkAsync();
        daemon.StartShell("one", "cat");
        daemon.Tell("write", "one", 1, "a", "more");
        await daemon.HearAsync("acknowledged one 1");
        daemon.Tell("write", "one", 1, "a", "more");
        await daemon.HearAgainAsync("acknowledged one 1");
        daemon.Tell("write", "one", 2, "b", "last");
        await daemon.HearAsync("acknowledged one 2");
        await daemon.HearAsync("exited one code=0");
        Assert.Equal("ab", keeper.ReadText("one"));
    }

    [Fact]
    public async Task A_piece_out_of_turn_is_refused_with_the_number_that_is_wanted()
    {
        await using var keeper = KeeperUnderTest.Launch();
        using var daemon = await keeper.TalkAsync();
        daemon.StartShell("one", "cat");
        daemon.Tell("write", "one", 2, "b", "more");
        Assert.Equal("refused one 1", await daemon.HearAsync("refused one"));
        daemon.Tell("stop", "one", 1_000);
        await daemon.HearAsync("exited one");
        Assert.Equal("", keeper.ReadText("one"));
    }

    [Fact]
    public async Task A_child_that_reads_nothing_blocks_nobody_and_holds_a_bounded_queue()
    {
        await using var keeper = KeeperUnderTest.Launch();
        using var daemon = await keeper.TalkAsync();
        daemon.StartShell("deaf", "sleep 1000");
        for (var piece = 1; piece <= 6; piece++) daemon.Tell("fill", "deaf", piece, 1 << 20);
        // The pipe itself takes nothing off the queue until a whole piece is in it.
        Assert.Equal("refused deaf 5", await daemon.HearAsync("refused deaf"));
        daemon.StartShell("other", "read line; echo $line");
        daemon.Tell("write", "other", 1, "words", "last");
        await daemon.HearAsync("exited other code=0");
        Assert.Equal("words\n", keeper.ReadText("other"));
    }

    [Fact]
    public async Task What_was_refused_is_taken_when_there_is_room_again()
    {
        await using var keeper = KeeperUnderTest.Launch();
        using var daemon = await keeper.TalkAsync();
        daemon.StartShell("one", "trap : USR1; sleep 1000 & wait; kill %1; wc -c");
        daemon.Tell("fill", "one", 1, 4 << 20);
        daemon.Tell("fill", "one", 2, 1);
        await daemon.HearAsync("refused one 2");
        daemon.Tell("signal", "one", 10);
        await daemon.HearAsync("acknowledged one 1");
        daemon.Tell("write", "one", 2, "x", "last");
        await daemon.HearAsync("exited one code=0");
        Assert.Equal("4194305\n", keeper.ReadText("one"));
    }

    [Fact]
    public async Task A_child_that_ends_before_it_reads_closes_its_input()
    {
        await using var keeper = KeeperUnderTest.Launch();
        using var daemon = await keeper.TalkAsync();
        daemon.StartShell("one", "exit 2");
        daemon.Tell("fill", "one", 1, 1 << 20);
        await daemon.HearAsync("stdin-closed one");
        await daemon.HearAsync("exited one code=2");
        daemon.Tell("write", "one", 1, "again", "more");
        await daemon.HearAgainAsync("stdin-closed one");
    }

    [Fact]
    public async Task A_child_that_closes_its_input_is_told_of_although_nothing_was_written()
    {
        await using var keeper = KeeperUnderTest.Launch();
        using var daemon = await keeper.TalkAsync();
        daemon.StartShell("one", "exec <&-; sleep 1000");
        await daemon.HearAsync("stdin-closed one");
    }
}
