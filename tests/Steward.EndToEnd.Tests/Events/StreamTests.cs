using System.Globalization;
using System.Net;
using Steward.EndToEnd.Tests.Support;

namespace Steward.EndToEnd.Tests.Events;

public sealed class StreamTests(StewardUnderTest steward) : IClassFixture<StewardUnderTest>
{
    private HttpApi Api => steward.Api;

    [Fact]
    public async Task Every_subscriber_of_a_session_sees_the_same_events_in_order()
    {
        var id = await Api.CreateAsync();
        using var one = await SocketClient.OpenAsync(Api, $"?sessionId={id}&afterSeq=0");
        using var two = await SocketClient.OpenAsync(Api, $"?sessionId={id}&afterSeq=0");
        using var sse = await SseClient.OpenAsync(Api, $"?sessionId={id}");
        await Api.ScriptAsync(id, "words 3000 1");
        var first = await one.UntilAsync(SessionApi.StopEvents);
        var second = await two.UntilAsync(SessionApi.StopEvents);
        var third = await sse.UntilAsync(SessionApi.StopEvents);
        Assert.Equal(Enumerable.Range(1, first.Count).Select(static n => (long)n), first.Select(static happened => happened.Seq));
        Assert.Equal(first.Select(static e => e.Raw), second.Select(static e => e.Raw));
        Assert.Equal(first.Select(static e => e.Raw), third.Select(static e => e.Raw));
        Assert.Equal(first.Select(static e => e.Raw), (await Api.EventsAsync(id)).Take(first.Count).Select(static e => e.Raw));
        Assert.Equal(string.Concat(Enumerable.Range(0, 3000).Select(static n => $"w{n} ")), first.Text("turn.token"));
    }

    [Fact]
    public async Task An_envelope_has_its_eight_fields()
    {
        var id = await Api.CreateAsync();
        var envelope = (await Api.GetAsync($"/v3/sessions/{id}/events")).Json.GetProperty("events")[0];
        Assert.Equal(["v", "event", "daemonId", "sessionId", "seq", "gseq", "ts", "payload"], envelope.EnumerateObject().Select(static field => field.Name));
        Assert.Equal("3", envelope.GetProperty("v").GetString());
        Assert.Equal(steward.State.DaemonId, envelope.GetProperty("daemonId").GetString());
    }

    [Fact]
    public async Task A_cursor_is_exclusive()
    {
        var id = await Api.CreateAsync();
        await Api.EndAsync(id, await Api.ScriptAsync(id, "words 20"));
        var all = await Api.EventsAsync(id);
        foreach (var after in (long[])[1, 5, all.Count - 1])
        {
            using var socket = await SocketClient.OpenAsync(Api, $"?sessionId={id}&afterSeq={after}");
            using var sse = await SseClient.OpenAsync(Api, $"?sessionId={id}&afterSeq={after}");
            Assert.Equal(after + 1, (await socket.NextAsync())!.Seq);
            Assert.Equal(after + 1, (await sse.NextAsync())!.Seq);
            Assert.Equal(after + 1, (await Api.EventsAsync(id, after))[0].Seq);
        }
        Assert.Empty(await Api.EventsAsync(id, all.Count));
    }

    [Fact]
    public async Task A_browser_resumes_by_the_last_id_that_it_got()
    {
        var id = await Api.CreateAsync();
        await Api.EndAsync(id, await Api.ScriptAsync(id, "words 20"));
        using var sse = await SseClient.OpenAsync(Api, $"?sessionId={id}&afterSeq=1", lastEventId: "6");
        var next = await sse.NextAsync();
        Assert.Equal((7, "7"), (next!.Seq, sse.LastId));
        using var all = await SseClient.OpenAsync(Api, "?afterGseq=0", lastEventId: "3");
        Assert.Equal(4, (await all.NextAsync())!.Gseq);
    }

    [Fact]
    public async Task A_stream_over_all_sessions_counts_on_by_the_global_sequence()
    {
        var (one, two) = (await Api.CreateAsync(), await Api.CreateAsync());
        var from = (await Api.EventsAsync(one))[0].Gseq - 1;
        using var socket = await SocketClient.OpenAsync(Api, $"?afterGseq={from}");
        await Api.SubmitAsync(one, "say hello");
        await Api.SubmitAsync(two, "say hello");
        var seen = new List<Envelope>();
        while (seen.Count(happened => happened.Event == "turn.done" && (happened.Session == one || happened.Session == two)) < 2)
            seen.Add((await socket.NextAsync())!);
        Assert.Equal(Enumerable.Range(0, seen.Count).Select(n => from + 1 + n), seen.Select(static happened => happened.Gseq));
    }

    [Theory]
    [InlineData("-1", HttpStatusCode.BadRequest)]
    [InlineData("x", HttpStatusCode.BadRequest)]
    [InlineData("1.5", HttpStatusCode.BadRequest)]
    [InlineData("%2B1", HttpStatusCode.BadRequest)]
    [InlineData("9223372036854775808", HttpStatusCode.BadRequest)]
    [InlineData("0&afterSeq=1", HttpStatusCode.BadRequest)]
    [InlineData("9223372036854775807", HttpStatusCode.Gone)]
    [InlineData("1000", HttpStatusCode.Gone)]
    public async Task A_cursor_that_never_was_given_is_refused_everywhere(string cursor, HttpStatusCode status)
    {
        var id = await Api.CreateAsync();
        Assert.Equal(status, (await Api.GetAsync($"/v3/sessions/{id}/events?afterSeq={cursor}")).Status);
        Assert.Equal(status, (await Api.GetAsync($"/v3/sse/events?sessionId={id}&afterSeq={cursor}")).Status);
        var global = cursor == "1000" ? "1000000" : cursor.Replace("afterSeq", "afterGseq", StringComparison.Ordinal);
        Assert.Equal(status, (await Api.GetAsync($"/v3/sse/events?afterGseq={global}")).Status);
    }

    [Fact]
    public async Task A_long_poll_waits_for_the_first_event_and_no_longer_than_it_was_told()
    {
        var id = await Api.CreateAsync();
        Assert.Equal("""{"events":[],"lastSeq":1}""", (await Api.GetAsync($"/v3/sessions/{id}/events?afterSeq=1&waitMs=50")).Text);
        var waiting = Api.GetAsync($"/v3/sessions/{id}/events?afterSeq=1&waitMs=60000");
        await Eventually.TrueAsync(async () => (await Api.RuntimeAsync()).GetProperty("subscriberCount").GetInt32() > 0, () => "The poll does not wait.");
        await Api.SubmitAsync(id, "say hello");
        var page = (await waiting).Json;
        Assert.Equal(2, page.GetProperty("events")[0].GetProperty("seq").GetInt64());
        Assert.Equal(page.GetProperty("events").EnumerateArray().Last().GetProperty("seq").GetInt64(), page.GetProperty("lastSeq").GetInt64());
    }

    [Fact]
    public async Task A_page_holds_as_many_events_as_were_asked_for()
    {
        var id = await Api.CreateAsync();
        await Api.EndAsync(id, await Api.SubmitAsync(id, "say hello"));
        var page = (await Api.GetAsync($"/v3/sessions/{id}/events?afterSeq=1&limit=3")).Json;
        Assert.Equal(3, page.GetProperty("events").GetArrayLength());
        Assert.Equal(4, page.GetProperty("lastSeq").GetInt64());
    }

    /// <summary>The last event of a turn reaches its subscribers before the session itself has taken it in.</summary>
    [Fact]
    public async Task A_cursor_that_was_just_given_is_good_at_once()
    {
        var id = await Api.CreateAsync();
        using var socket = await SocketClient.OpenAsync(Api, $"?sessionId={id}&afterSeq=0");
        var turn = await Api.ScriptAsync(id, "words 100 5");
        for (Envelope? happened = null; happened?.Event != "turn.done";)
        {
            happened = (await socket.NextAsync())!;
            var reply = await Api.GetAsync(string.Create(CultureInfo.InvariantCulture, $"/v3/sessions/{id}/events?afterSeq={happened.Seq}&limit=1"));
            Assert.True(reply.Status == HttpStatusCode.OK, $"{turn} {happened.Seq}: {reply.Text}");
        }
    }
}
