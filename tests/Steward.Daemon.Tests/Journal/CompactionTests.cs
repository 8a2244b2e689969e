using Steward.Daemon.Journal;
using static Steward.Daemon.Tests.Journal.JournalFixture;

namespace Steward.Daemon.Tests.Journal;

public sealed class CompactionTests
{
    private static readonly DateTimeOffset Old = DateTimeOffset.UnixEpoch.AddDays(1);
    private static readonly DateTimeOffset Limit = DateTimeOffset.UnixEpoch.AddDays(2);

    [Fact]
    public async Task Old_words_of_ended_turns_go_and_the_replay_says_so()
    {
        await using var fixture = new JournalFixture();
        await fixture.AppendAsync("a", 0, Turn("start", "token", "thinking", "token", "message", "token", "done"));
        var dropped = await fixture.Journal.CompactTokensAsync(Limit, TestContext.Current.CancellationToken);
        await fixture.ReopenAsync();

        Assert.Equal(4, dropped);
        string[] expected = ["1 turn.start", "4 events.compacted {\"fromSeq\":2,\"toSeq\":4}", "5 turn.message", "6 events.compacted {\"fromSeq\":6,\"toSeq\":6}", "7 turn.done"];
        Assert.Equal(expected, fixture.Read("a").Select(Say));
        Assert.Equal(expected, fixture.Journal.ReadAll(0, 100, long.MaxValue).Select(Say));
        Assert.Equal([new SeqRange(2, 4), new SeqRange(6, 6)], fixture.Journal.Holes("a"));
        Assert.Null(fixture.Journal.Find("a", 3));
        Assert.Empty(fixture.Damage);
    }

    [Theory]
    [InlineData(1, "4 events.compacted {\"fromSeq\":2,\"toSeq\":4}")]
    [InlineData(2, "4 events.compacted {\"fromSeq\":3,\"toSeq\":4}")]
    [InlineData(3, "4 events.compacted {\"fromSeq\":4,\"toSeq\":4}")]
    [InlineData(4, "5 turn.message")]
    public async Task A_replay_that_begins_in_a_hole_names_the_rest_of_it(long afterSeq, string first)
    {
        await using var fixture = new JournalFixture();
        await fixture.AppendAsync("a", 0, Turn("start", "token", "token", "token", "message", "done"));
        await fixture.Journal.CompactTokensAsync(Limit, TestContext.Current.CancellationToken);
        Assert.Equal(first, Say(fixture.Read("a", afterSeq, max: 1).Single()));
    }

    [Fact]
    public async Task New_words_and_those_of_a_running_turn_stay()
    {
        await using var fixture = new JournalFixture();
        await fixture.AppendAsync("new", 0, [.. Turn("start", "token", "done").Select(e => e with { At = Limit.AddSeconds(1) })]);
        await fixture.AppendAsync(Batch("running", 0, Turn("start", "token", "done", "start", "token")) with
        {
            Columns = new SessionColumns { CreatedAt = Old, Live = true },
        });
        // A queued message is cancelled while the turn runs: not the running turn's end.
        await fixture.AppendAsync("running", 5, Event("{}", "session.cancelled", Old), Event("{}", "turn.token", Old));

        Assert.Equal(1, await fixture.Journal.CompactTokensAsync(Limit, TestContext.Current.CancellationToken));
        Assert.Equal(3, fixture.Read("new").Count);
        Assert.Equal([new SeqRange(2, 2)], fixture.Journal.Holes("running"));
    }

    [Fact]
    public async Task Holes_that_touch_become_one_over_several_rounds()
    {
        await using var fixture = new JournalFixture();
        var words = Enumerable.Repeat("token", 5000).ToArray();
        await fixture.AppendAsync("a", 0, Turn(["start", .. words, "done"]));
        Assert.Equal(5000, await fixture.Journal.CompactTokensAsync(Limit, TestContext.Current.CancellationToken));
        Assert.Equal([new SeqRange(2, 5001)], fixture.Journal.Holes("a"));
        Assert.Equal(0, await fixture.Journal.CompactTokensAsync(Limit, TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task Appends_go_on_while_words_are_dropped()
    {
        await using var fixture = new JournalFixture();
        await fixture.AppendAsync("a", 0, Turn(["start", .. Enumerable.Repeat("token", 20_000), "done"]));
        var compacting = fixture.Journal.CompactTokensAsync(Limit, TestContext.Current.CancellationToken);
        var appended = 0;
        for (; !compacting.IsCompleted || appended == 0; appended++) await fixture.AppendAsync("b", appended, Event());
        Assert.Equal(20_000, await compacting);
        Assert.Equal(appended, fixture.Read("b").Count);
    }

    [Fact]
    public async Task A_page_ends_at_its_number_of_events_or_bytes_and_the_next_goes_on_there()
    {
        await using var fixture = new JournalFixture();
        await fixture.AppendAsync("a", 0, Turn("start", "token", "token", "message", "token", "done"));
        await fixture.Journal.CompactTokensAsync(Limit, TestContext.Current.CancellationToken);
        var whole = fixture.Read("a").Select(Say);

        foreach (var (max, maxBytes) in ((int, long)[])[(1, long.MaxValue), (2, long.MaxValue), (100, 1), (100, 30)])
        {
            var paged = new List<StoredEvent>();
            while (fixture.Read("a", paged is [.., var last] ? last.Seq : 0, max, maxBytes) is { Count: > 0 } page) paged.AddRange(page);
            Assert.Equal(whole, paged.Select(Say));
        }

        foreach (var afterSeq in (long[])[6, 7, long.MaxValue]) Assert.Empty(fixture.Read("a", afterSeq));
        Assert.Equal(whole, fixture.Read("a", -1).Select(Say));
    }

    private static JournalEvent[] Turn(params string[] types) => [.. types.Select(type => Event("{}", $"turn.{type}", Old))];

    private static string Say(StoredEvent stored) =>
        stored.Type == JournalEventTypes.Compacted ? $"{stored.Seq} {stored.Type} {stored.Text()}" : $"{stored.Seq} {stored.Type}";
}
