using System.Net;
using System.Text.Json;

namespace Steward.EndToEnd.Tests.Support;

/// <summary>The steps that most tests take, over the plain API.</summary>
internal static class SessionApi
{
    public static readonly string[] StopEvents = ["turn.done", "turn.error", "session.cancelled"];

    public static async Task<string> CreateAsync(this HttpApi api, string json = "{}")
    {
        var reply = await api.PostAsync("/v3/sessions", json);
        Assert.True(reply.Status == HttpStatusCode.Created, $"{reply.Status} {reply.Text}");
        return reply.Json.GetProperty("id").GetString()!;
    }

    public static async Task<string> SubmitAsync(this HttpApi api, string session, string content, string? key = null)
    {
        var reply = await api.PostAsync($"/v3/sessions/{session}/turns", JsonSerializer.Serialize(new { content }), key);
        Assert.True(reply.Status == HttpStatusCode.Accepted, $"{reply.Status} {reply.Text}");
        return reply.Json.GetProperty("turnId").GetString()!;
    }

    /// <summary>Sends a message that the demo agent carries out line by line.</summary>
    public static Task<string> ScriptAsync(this HttpApi api, string session, params string[] lines) =>
        api.SubmitAsync(session, "#script\n" + string.Join('\n', lines));

    public static async Task<IReadOnlyList<Envelope>> EventsAsync(this HttpApi api, string session, long after = 0)
    {
        var all = new List<Envelope>();
        while (true)
        {
            var reply = await api.GetAsync($"/v3/sessions/{session}/events?afterSeq={after}&limit=1000");
            Assert.True(reply.Status == HttpStatusCode.OK, $"{reply.Status} {reply.Text}");
            var page = reply.Json.GetProperty("events").EnumerateArray().Select(Envelope.Of).ToList();
            if (page.Count == 0)
                return all;
            all.AddRange(page);
            after = page[^1].Seq;
        }
    }

    public static Task<Envelope> EventAsync(this HttpApi api, string session, string name, long after = 0) => Eventually.Async(
        async () => (await api.EventsAsync(session, after)).FirstOrDefault(happened => happened.Event == name), $"{name} of {session}");

    /// <summary>The stop event of a turn, once it is there.</summary>
    public static Task<Envelope> EndAsync(this HttpApi api, string session, string turn) => Eventually.Async(
        async () => (await api.EventsAsync(session)).FirstOrDefault(happened => StopEvents.Contains(happened.Event) && happened.Turn == turn),
        $"The end of {turn}");

    public static async Task<string> QuestionAsync(this HttpApi api, string session) =>
        (await Eventually.Async(async () => (await api.GetAsync($"/v3/sessions/{session}/permissions")).Json.EnumerateArray()
            .Select(static question => question.GetProperty("requestId").GetString()).FirstOrDefault(), $"A question of {session}"))!;

    public static async Task<JsonElement> SessionAsync(this HttpApi api, string session) => (await api.GetAsync($"/v3/sessions/{session}")).Json;

    public static async Task<JsonElement> RuntimeAsync(this HttpApi api) => (await api.GetAsync("/v3/metrics")).Json.GetProperty("runtime");

    public static string Text(this JsonElement json, string name) => json.GetProperty(name).GetString() ?? "";

    public static string Text(this IEnumerable<Envelope> events, string name) =>
        string.Concat(events.Where(happened => happened.Event == name).Select(static happened => happened.Payload.GetProperty("text").GetString()));
}

internal sealed record Envelope(string Event, string Session, long Seq, long Gseq, JsonElement Payload, string Raw)
{
    public string? Turn => Payload.TryGetProperty("turnId", out var turn) ? turn.GetString() : null;

    public static Envelope Of(JsonElement json) => new(
        json.GetProperty("event").GetString()!, json.GetProperty("sessionId").GetString()!, json.GetProperty("seq").GetInt64(),
        json.GetProperty("gseq").GetInt64(), json.GetProperty("payload"), json.GetRawText());

    public static Envelope Of(string json) => Of(JsonDocument.Parse(json).RootElement);
}
