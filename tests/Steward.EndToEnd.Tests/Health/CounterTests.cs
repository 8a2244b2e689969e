using System.Globalization;
using System.Net;
using System.Text.RegularExpressions;
using Steward.EndToEnd.Tests.Support;

namespace Steward.EndToEnd.Tests.Health;

public sealed class CounterTests(StewardUnderTest steward) : IClassFixture<StewardUnderTest>
{
    private HttpApi Api => steward.Api;

    [Fact]
    public async Task Idle_sessions_are_counted_too()
    {
        var before = await CountAsync("sessionCount");
        for (var n = 0; n < 3; n++)
            await Api.CreateAsync();
        Assert.Equal(before + 3, await CountAsync("sessionCount"));
    }

    [Fact]
    public async Task Turns_are_active_while_they_run_and_queued_while_they_wait()
    {
        var id = await Api.CreateAsync();
        var turns = new List<string>();
        for (var n = 0; n < 3; n++)
            turns.Add(await Api.ScriptAsync(id, "say ready", "sleep 60000"));
        await Api.EventAsync(id, "turn.token");
        Assert.Equal((1, 2), (await CountAsync("activeTurnCount"), await CountAsync("queuedTurnCount")));
        Assert.Equal("3", (await Api.PostAsync($"/v3/sessions/{id}/cancel")).Json.GetProperty("cancelled").ToString());
        foreach (var turn in turns)
            await Api.EndAsync(id, turn);
        Assert.Equal((0, 0), (await CountAsync("activeTurnCount"), await CountAsync("queuedTurnCount")));
    }

    [Fact]
    public async Task Subscribers_are_counted_while_they_are_connected_however_they_go()
    {
        var id = await Api.CreateAsync();
        Assert.Equal(0, await CountAsync("subscriberCount"));
        using var one = await SocketClient.OpenAsync(Api, $"?sessionId={id}&afterSeq=0");
        using var two = await SocketClient.OpenAsync(Api, $"?sessionId={id}&afterSeq=0");
        await Eventually.TrueAsync(async () => await CountAsync("subscriberCount") == 2, () => "There are not two subscribers.");
        one.Abort();
        two.Abort();
        await Eventually.TrueAsync(async () => await CountAsync("subscriberCount") == 0, () => "A subscriber that is gone is still counted.");
    }

    [Fact]
    public async Task Metrics_are_json_or_prometheus_text_and_need_a_token()
    {
        var json = await Api.GetAsync("/v3/metrics");
        Assert.Equal((HttpStatusCode.OK, "application/json"), (json.Status, json.ContentType));
        Assert.Equal(["runtime", "journal", "process"], json.Json.EnumerateObject().Select(static field => field.Name));
        foreach (var reply in (Reply[])[await Api.GetAsync("/v3/metrics?format=prometheus"), await Api.SendAsync(HttpMethod.Get, "/v3/metrics", null, static request => request.Headers.Add("Accept", "text/plain"))])
        {
            Assert.Equal("text/plain", reply.ContentType);
            Assert.All(reply.Text.TrimEnd('\n').Split('\n'), static line => Assert.Matches(
                new Regex("^(# (HELP|TYPE) [a-z_]+ .+|[a-z_]+ [0-9.eE+-]+)$"), line));
            Assert.Contains($"\nsteward_subscribers {(await CountAsync("subscriberCount")).ToString(CultureInfo.InvariantCulture)}\n", reply.Text, StringComparison.Ordinal);
        }
        Assert.Equal(HttpStatusCode.Unauthorized, (await Api.SendAsAsync(null, HttpMethod.Get, "/v3/metrics")).Status);
    }

    private async Task<int> CountAsync(string name) => (await Api.RuntimeAsync()).GetProperty(name).GetInt32();
}
