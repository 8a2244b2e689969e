using System.Text;
using Steward.Daemon.Journal;
using static Steward.Daemon.Tests.Journal.JournalFixture;

namespace Steward.Daemon.Tests.Journal;

public sealed class AppendingTests
{
    [Fact]
    public async Task Sequences_count_within_the_session_and_global_numbers_over_all()
    {
        await using var fixture = new JournalFixture();
        var first = await fixture.AppendAsync("a", 0, Event("1"), Event("2"));
        var second = await fixture.AppendAsync("b", 0, Event("3"));
        var third = await fixture.AppendAsync("a", 2, Event("4"));

        Assert.Equal([1L, 2, 1, 3], new[] { first, second, third }.SelectMany(committed => committed.Events).Select(e => e.Seq));
        Assert.Equal((1L, 2L, 3L, 4L), (first.FirstGseq, first.LastGseq, second.FirstGseq, third.LastGseq));
        Assert.Equal(["1", "2", "4"], fixture.Read("a").Select(e => e.Text()));
        Assert.Equal(["1", "2", "3", "4"], fixture.Journal.ReadAll(0, 10, long.MaxValue).Select(e => e.Text()));
        Assert.Equal(4, fixture.Journal.LastGseq);
    }

    [Fact]
    public async Task A_wrong_expected_sequence_writes_nothing_and_names_the_right_one()
    {
        await using var fixture = new JournalFixture();
        await fixture.AppendAsync("a", 0, Event("1"));
        var refusal = await Assert.ThrowsAsync<SequenceMismatchException>(() => fixture.AppendAsync("a", 0, Event("again")));

        Assert.Equal(1, refusal.Actual);
        Assert.Equal(["1"], fixture.Read("a").Select(e => e.Text()));
        Assert.Single(fixture.Published);
    }

    [Fact]
    public async Task A_refused_batch_does_not_fail_the_others_of_its_group()
    {
        using var blocked = new ManualResetEventSlim();
        using var entered = new ManualResetEventSlim();
        var fixture = new JournalFixture(options => options with
        {
            Published = _ =>
            {
                entered.Set();
                blocked.Wait(TimeSpan.FromSeconds(30));
            },
        });
        await using var end = fixture;
        var holdsTheWriter = fixture.AppendAsync("x", 0, Event());
        entered.Wait(TimeSpan.FromSeconds(30));
        var good = fixture.AppendAsync("a", 0, Event("1"));
        var bad = fixture.AppendAsync("a", 7, Event("bad"));
        var alsoGood = fixture.AppendAsync("a", 1, Event("2"));
        blocked.Set();

        await Task.WhenAll(holdsTheWriter, good, alsoGood);
        await Assert.ThrowsAsync<SequenceMismatchException>(() => bad);
        Assert.Equal(["1", "2"], fixture.Read("a").Select(e => e.Text()));
    }

    [Fact]
    public async Task Subscribers_are_told_in_order_before_the_append_completes()
    {
        await using var fixture = new JournalFixture();
        var writers = Enumerable.Range(0, 8).Select(async writer =>
        {
            for (var seq = 0; seq < 50; seq++)
            {
                var committed = await fixture.AppendAsync($"s{writer}", seq, Event($"{seq}"));
                lock (fixture.Published) Assert.Contains(committed.Events[0], fixture.Published);
            }
        });
        await Task.WhenAll(writers);

        Assert.Equal(Enumerable.Range(1, 400).Select(gseq => (long)gseq), fixture.Published.Select(e => e.Gseq));
    }

    [Fact]
    public async Task What_is_read_again_is_what_was_published_byte_for_byte()
    {
        await using var fixture = new JournalFixture();
        string[] bodies = ["{}", "{\"text\":\"ü \\u0000 \0 🙂\"}", new string('x', 100_000)];
        await fixture.AppendAsync("a", 0, [.. bodies.Select(body => Event(body, at: DateTimeOffset.UnixEpoch.AddTicks(638_000_000_000_000_123)))]);
        await fixture.ReopenAsync();

        Assert.Equal(bodies, fixture.Read("a").Select(e => e.Text()));
        Assert.Equal(fixture.Published.Select(e => (e.Seq, e.Gseq, e.Type, e.At)), fixture.Read("a").Select(e => (e.Seq, e.Gseq, e.Type, e.At)));
    }

    [Fact]
    public async Task State_columns_process_and_keys_are_committed_with_the_events()
    {
        await using var fixture = new JournalFixture();
        await fixture.AppendAsync(Batch("a", 0, Event()) with
        {
            State = "{\"turns\":1}"u8.ToArray(),
            Columns = new SessionColumns { CreatedAt = DateTimeOffset.UnixEpoch, Live = true },
            Process = new ProcessMark { Launch = "l1", Session = "a", OutOffset = 10, ErrOffset = 2, Memory = "{\"m\":1}"u8.ToArray() },
            Keys = [Key("k1", "one")],
        });
        await fixture.ReopenAsync();

        var row = Assert.Single(fixture.Journal.LoadLive());
        Assert.Equal(("a", 1L, true, "{\"turns\":1}"), (row.Session, row.LastSeq, row.Columns.Live, Encoding.UTF8.GetString(row.State!.Value.Span)));
        var mark = Assert.Single(fixture.Journal.LoadProcesses());
        Assert.Equal(("l1", 10L, 2L, "{\"m\":1}"), (mark.Launch, mark.OutOffset, mark.ErrOffset, Encoding.UTF8.GetString(mark.Memory.Span)));
        Assert.Equal("one", Encoding.UTF8.GetString(fixture.Journal.FindKey("a", "k1")!.Record.Answer.Span));
        Assert.Null(fixture.Journal.FindKey("b", "k1"));
    }

    [Fact]
    public async Task A_key_that_is_stored_already_refuses_the_whole_batch_after_a_reopening_too()
    {
        await using var fixture = new JournalFixture();
        await fixture.AppendAsync(Batch("a", 0, Event("1")) with { Keys = [Key("k1", "one")] });
        await fixture.ReopenAsync();

        var refusal = await Assert.ThrowsAsync<KeyTakenException>(
            () => fixture.AppendAsync(Batch("a", 1, Event("2")) with { Keys = [Key("k1", "two")] }));
        Assert.Equal("one", Encoding.UTF8.GetString(refusal.Existing.Record.Answer.Span));
        Assert.Equal(["1"], fixture.Read("a").Select(e => e.Text()));
    }

    [Fact]
    public async Task A_thousand_batches_with_one_key_at_once_leave_one()
    {
        await using var fixture = new JournalFixture();
        var attempts = Enumerable.Range(0, 1000).Select(i => fixture.AppendAsync(Batch($"s{i}", 0, Event()) with { Keys = [Key("k", $"{i}")] })).ToList();
        var outcomes = await Task.WhenAll(attempts.Select(async attempt =>
        {
            try
            {
                await attempt;
                return true;
            }
            catch (KeyTakenException)
            {
                return false;
            }
        }));

        Assert.Single(outcomes, won => won);
        Assert.Single(fixture.Journal.ReadAll(0, 2000, long.MaxValue));
    }

    [Fact]
    public async Task A_deleted_session_leaves_nothing_and_its_id_and_numbers_are_never_used_again()
    {
        await using var fixture = new JournalFixture();
        await fixture.AppendAsync("b", 0, Event());
        await fixture.AppendAsync(Batch("a", 0, Event(), Event()) with
        {
            State = "{}"u8.ToArray(),
            Process = new ProcessMark { Launch = "l", Session = "a" },
            Keys = [Key("k", "one")],
        });
        await fixture.Journal.DeleteSessionAsync("a", TestContext.Current.CancellationToken);
        await fixture.ReopenAsync();

        Assert.Empty(fixture.Read("a"));
        Assert.Null(fixture.Journal.LoadState("a"));
        Assert.Null(fixture.Journal.FindKey("a", "k"));
        Assert.Empty(fixture.Journal.LoadProcesses());
        Assert.Equal(["b"], fixture.Journal.ListSessions(10, null, includeArchived: true).Select(row => row.Session));
        await Assert.ThrowsAsync<SessionGoneException>(() => fixture.AppendAsync("a", 0, Event()));
        Assert.Equal(4, (await fixture.AppendAsync("c", 0, Event())).FirstGseq);
    }

    [Fact]
    public async Task Lists_are_paged_newest_first()
    {
        await using var fixture = new JournalFixture();
        for (var i = 0; i < 25; i++)
            await fixture.AppendAsync(Batch($"s{i:00}", 0, Event()) with
            {
                Columns = new SessionColumns { CreatedAt = DateTimeOffset.UnixEpoch.AddSeconds(i / 3), Archived = i % 5 == 0 },
            });

        var seen = new List<string>();
        SessionCursor? after = null;
        while (fixture.Journal.ListSessions(4, after, includeArchived: false) is [.., var last] page)
        {
            seen.AddRange(page.Select(row => row.Session));
            after = new SessionCursor(last.Columns.CreatedAt, last.Session);
        }

        Assert.Equal(Enumerable.Range(0, 25).Where(i => i % 5 != 0).Select(i => $"s{i:00}").Reverse(), seen);
    }

    private static IdempotencyRecord Key(string key, string answer) => new()
    {
        Scope = "a",
        Key = key,
        RequestHash = new byte[32],
        Status = 201,
        Answer = Encoding.UTF8.GetBytes(answer),
    };
}
