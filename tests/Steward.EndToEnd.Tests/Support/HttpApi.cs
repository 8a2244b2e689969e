using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;

namespace Steward.EndToEnd.Tests.Support;

internal sealed record Reply(HttpStatusCode Status, string Text, HttpResponseHeaders Headers, string? ContentType)
{
    public JsonElement Json => JsonDocument.Parse(Text).RootElement;

    public string? Code => Json.GetProperty("error").GetProperty("code").GetString();
}

/// <summary>The API as any program would call it: plain HTTP, so that what is tested is the wire and not our own client.</summary>
internal sealed class HttpApi(int port, string token) : IDisposable
{
    private readonly HttpClient _client = new(new SocketsHttpHandler { UseProxy = false, UseCookies = false, AllowAutoRedirect = false })
    {
        BaseAddress = new Uri($"http://127.0.0.1:{port}"),
        Timeout = Eventually.Patience,
    };

    public int Port => port;

    public string Token => token;

    public Task<Reply> GetAsync(string path) => SendAsync(HttpMethod.Get, path);

    public Task<Reply> PostAsync(string path, string json = "{}", string? key = null) =>
        SendAsync(HttpMethod.Post, path, json, request =>
        {
            if (key is not null)
                request.Headers.Add("Idempotency-Key", key);
        });

    public Task<Reply> SendAsync(HttpMethod method, string path, string? json = null, Action<HttpRequestMessage>? change = null) =>
        SendAsAsync($"Bearer {token}", method, path, json, change);

    public Task<Reply> PatchAsync(string path, string json) => SendAsync(HttpMethod.Patch, path, json);

    public async Task<Reply> SendAsAsync(
        string? authorization, HttpMethod method, string path, string? json = null, Action<HttpRequestMessage>? change = null)
    {
        using var request = new HttpRequestMessage(method, path);
        if (authorization is not null)
            request.Headers.TryAddWithoutValidation("Authorization", authorization);
        if (json is not null)
            request.Content = new StringContent(json, Encoding.UTF8, "application/json");
        change?.Invoke(request);
        using var response = await _client.SendAsync(request, TestContext.Current.CancellationToken);
        return new Reply(response.StatusCode, await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken),
            response.Headers, response.Content.Headers.ContentType?.MediaType);
    }

    /// <summary>An answer that is read while it comes.</summary>
    public async Task<HttpResponseMessage> OpenAsync(string path, Action<HttpRequestMessage>? change = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
        change?.Invoke(request);
        return await _client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, TestContext.Current.CancellationToken);
    }

    public void Dispose() => _client.Dispose();
}
