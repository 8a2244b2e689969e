namespace Steward.EndToEnd.Tests.Support;

/// <summary>One stream of server-sent events, read as a browser reads it.</summary>
internal sealed class SseClient : IDisposable
{
    private readonly HttpResponseMessage _response;
    private readonly StreamReader _lines;

    private SseClient(HttpResponseMessage response, Stream body) => (_response, _lines) = (response, new StreamReader(body));

    public string? LastId { get; private set; }

    public static async Task<SseClient> OpenAsync(HttpApi api, string query, string? lastEventId = null)
    {
        var response = await api.OpenAsync("/v3/sse/events" + query, request =>
        {
            if (lastEventId is not null)
                request.Headers.Add("Last-Event-ID", lastEventId);
        });
        response.EnsureSuccessStatusCode();
        Assert.Equal("text/event-stream", response.Content.Headers.ContentType?.MediaType);
        return new SseClient(response, await response.Content.ReadAsStreamAsync(TestContext.Current.CancellationToken));
    }

    /// <summary>The next event, or null at the end of the stream.</summary>
    public async Task<Envelope?> NextAsync()
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        limit.CancelAfter(Eventually.Patience);
        string? name = null, data = null;
        while (await _lines.ReadLineAsync(limit.Token) is { } line)
        {
            if (line.StartsWith("id: ", StringComparison.Ordinal))
                LastId = line[4..];
            else if (line.StartsWith("event: ", StringComparison.Ordinal))
                name = line[7..];
            else if (line.StartsWith("data: ", StringComparison.Ordinal))
                data = line[6..];
            else if (line.Length == 0 && data is not null)
            {
                var envelope = Envelope.Of(data);
                Assert.Equal(envelope.Event, name);
                return envelope;
            }
            else
                Assert.True(line.Length == 0 || line[0] == ':', $"No line of an event stream: {line}");
        }
        return null;
    }

    public async Task<IReadOnlyList<Envelope>> UntilAsync(params IReadOnlyList<string> names)
    {
        var seen = new List<Envelope>();
        while (await NextAsync() is { } happened)
        {
            seen.Add(happened);
            if (names.Contains(happened.Event))
                return seen;
        }
        Assert.Fail($"The stream ended before {string.Join(" or ", names)}.");
        return seen;
    }

    public void Dispose()
    {
        _lines.Dispose();
        _response.Dispose();
    }
}
