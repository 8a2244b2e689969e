using System.Text;
using Steward.Daemon.Configuration;
using Steward.Daemon.Events;
using Steward.Daemon.Tests.Journal;

namespace Steward.Daemon.Tests.Events;

public sealed class EventStreamTests : IAsyncDisposable
{
    private const int Events = 3000;

    private readonly CancellationTokenSource _stop = new();
    private readonly EventHub _hub;
    private readonly JournalFixture _journal;
    private readonly Task _running;
    private HttpLimits _limits = HttpLimits.Default;

    public EventStreamTests()
    {
        _hub = new EventHub(new Identity(), () => Settings.Default with { Limits = _limits });
        _journal = new JournalFixture(options => options with { Published = _hub.Committed });
        _running = _hub.RunAsync(_stop.Token);
    }

    private EventStream Stream => new(_journal.Journal, _hub, new Identity());

    [Fact]
    public async Task Whoever_joins_whenever_gets_every_event_once_and_in_order()
    {
        var writing = WriteAsync("sess_a", Events);
        var readers = Enumerable.Range(0, 12).Select(n => Task.Run(async () =>
        {
            await TestWaits.UntilAsync(() => _journal.Journal.LastGseq >= n * 200);
            return await ReadAsync("sess_a", n * 100, Events);
        })).ToList();
        await writing;
        foreach (var (reader, n) in readers.Select(static (reader, n) => (reader, n)))
            Assert.Equal(Enumerable.Range((n * 100) + 1, Events - (n * 100)).Select(static seq => (long)seq), await reader);
        Assert.Equal(0, _hub.SubscriberCount);
    }

    [Fact]
    public async Task A_subscriber_that_does_not_keep_up_gets_what_is_queued_and_is_told()
    {
        _limits = HttpLimits.Default with { SubscriberEvents = 10 };
        await WriteAsync("sess_a", 1);
        using var subscription = _hub.Join("sess_a");
        await WriteAsync("sess_a", 50, from: 1);
        await TestWaits.UntilAsync(() => subscription.Overrun);
        var got = new List<long>();
        await foreach (var frame in subscription.Frames.ReadAllAsync(TestContext.Current.CancellationToken))
            got.Add(frame.Seq);
        Assert.Equal(Enumerable.Range((int)got[0], 10).Select(static seq => (long)seq), got);
    }

    [Fact]
    public async Task One_event_larger_than_the_room_is_delivered_when_nothing_else_waits()
    {
        _limits = HttpLimits.Default with { SubscriberBytes = 100 };
        using var subscription = _hub.Join("sess_a");
        await _journal.AppendAsync("sess_a", 0, JournalFixture.Event($$"""{"text":"{{new string('x', 500)}}"}"""));
        Assert.Equal(1, (await subscription.Frames.ReadAsync(TestContext.Current.CancellationToken)).Seq);
        Assert.False(subscription.Overrun);
    }

    [Fact]
    public async Task At_the_end_every_stream_gets_what_was_committed_and_then_ends()
    {
        var reading = ReadAsync("sess_a", 0, int.MaxValue);
        await TestWaits.UntilAsync(() => _hub.SubscriberCount == 1);
        await WriteAsync("sess_a", 200);
        _hub.Finish();
        Assert.Equal(Enumerable.Range(1, 200).Select(static seq => (long)seq), await reading);
        Assert.Equal(200, (await ReadAsync("sess_a", 0, int.MaxValue)).Count);
    }

    [Fact]
    public async Task What_is_said_after_the_streams_have_ended_is_still_committed()
    {
        _hub.Finish();
        await WriteAsync("sess_a", 3);
        Assert.Equal(3, _journal.Journal.LastGseq);
    }

    [Fact]
    public async Task What_an_agent_wrote_on_several_lines_is_one_line_on_the_wire()
    {
        await _journal.AppendAsync("sess_a", 0, JournalFixture.Event("{\"args\":{\r\n  \"text\": \"a\\nb\"\n}}"));
        var json = Encoding.UTF8.GetString(Stream.Read("sess_a", 0)[0].Json.Span);
        Assert.DoesNotContain('\n', json);
        Assert.DoesNotContain('\r', json);
        Assert.Contains("\"text\": \"a\\nb\"", json, StringComparison.Ordinal);
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _running.ContinueWith(static _ => { }, TaskScheduler.Default);
        await _journal.DisposeAsync();
        _stop.Dispose();
    }

    private async Task WriteAsync(string session, int count, long from = 0)
    {
        for (var seq = from; seq < from + count; seq += 5)
        {
            var size = (int)Math.Min(5, from + count - seq);
            await _journal.AppendAsync(session, seq, [.. Enumerable.Repeat(JournalFixture.Event(), size)]);
        }
    }

    /// <summary>As a client does it: from the cursor on, and again from the last one when it was too slow.</summary>
    private async Task<IReadOnlyList<long>> ReadAsync(string session, long after, long last)
    {
        var got = new List<long>();
        while (true)
        {
            var overrun = false;
            await foreach (var batch in Stream.FollowAsync(session, got.Count > 0 ? got[^1] : after, TestContext.Current.CancellationToken))
            {
                got.AddRange(batch.Frames.Select(static frame => frame.Seq));
                overrun = batch.Overrun;
                if (got.Count > 0 && got[^1] >= last)
                    return got;
            }
            if (!overrun)
                return got;
        }
    }

    private sealed class Identity : IDaemonIdentity
    {
        public string DaemonId => "daemon_test0000";
    }
}
