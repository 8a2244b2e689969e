using System.Collections.Concurrent;
using System.Net;
using System.Text;
using System.Text.Json;
using Steward.Keeper.Tests.Support;

namespace Steward.ClaudeCode.Tests.LanguageModel;

/// <summary>A model on loopback that does what the last message of a request says: enough of the Messages API for the real Claude Code.</summary>
internal sealed class ModelEndpoint : IDisposable
{
    private readonly HttpListener _listener = new();
    private readonly ConcurrentDictionary<HttpListenerContext, bool> _open = [];
    private volatile ModelTrouble _trouble;

    public ModelEndpoint()
    {
        Address = $"http://127.0.0.1:{FreePort.Find()}";
        _listener.Prefixes.Add(Address + "/");
        _listener.Start();
        _ = AcceptAsync();
    }

    public string Address { get; }

    /// <summary>How it treats requests from now on. One that hangs up does so in the middle of its answers too.</summary>
    public ModelTrouble Trouble
    {
        get => _trouble;
        set
        {
            _trouble = value;
            if (value != ModelTrouble.HangsUp)
                return;
            foreach (var context in _open.Keys)
                context.Response.Abort();
        }
    }

    public void Dispose() => _listener.Close();

    private async Task AcceptAsync()
    {
        try
        {
            while (true)
                _ = ServeAsync(await _listener.GetContextAsync());
        }
        catch (Exception e) when (e is HttpListenerException or ObjectDisposedException)
        {
            // The test is over.
        }
    }

    private async Task ServeAsync(HttpListenerContext context)
    {
        _open[context] = true;
        try
        {
            if (_trouble == ModelTrouble.HangsUp)
                context.Response.Abort();
            else if (_trouble == ModelTrouble.Overloaded)
                await ErrorAsync(context, new ModelError(529, null));
            else if (context.Request.HttpMethod != "POST" || context.Request.Url?.AbsolutePath.EndsWith("/v1/messages", StringComparison.Ordinal) != true)
                await AnswerAsync(context, 404, new { type = "error", error = new { type = "not_found_error", message = "not found" } });
            else
                await ReplyAsync(context, (await JsonDocument.ParseAsync(context.Request.InputStream)).RootElement);
        }
        catch (Exception e) when (e is IOException or HttpListenerException or ObjectDisposedException)
        {
            // Somebody hung up: Claude Code, whose turn was stopped, or we.
        }
        finally
        {
            _open.TryRemove(context, out _);
        }
    }

    private static async Task ReplyAsync(HttpListenerContext context, JsonElement request)
    {
        var step = ModelRequest.StepOf(request);
        var model = request.GetProperty("model").GetString() ?? "";
        if (step is ModelError { Case: "5h" })
            Reject(context.Response, TimeProvider.System.GetUtcNow().AddHours(1));
        if (step is ModelLogin)
            step = ModelLogin.Seen(context.Request.Headers["Authorization"]);
        if (step is ModelError error)
            await ErrorAsync(context, error);
        else if (request.TryGetProperty("stream", out var stream) && stream.GetBoolean())
            await new ModelStream(context.Response, model).SendAsync(step);
        else
            await AnswerAsync(context, 200, ModelStream.Whole(step, model));
    }

    /// <summary>What the service says to an account whose window of five hours is used up.</summary>
    private static void Reject(HttpListenerResponse response, DateTimeOffset resetsAt)
    {
        const string prefix = "anthropic-ratelimit-unified-";
        var reset = resetsAt.ToUnixTimeSeconds().ToString(System.Globalization.CultureInfo.InvariantCulture);
        foreach (var (name, value) in new[]
        {
            ("status", "rejected"), ("reset", reset), ("representative-claim", "five_hour"), ("5h-status", "rejected"), ("5h-utilization", "1.0"), ("5h-reset", reset),
        })
            response.Headers[prefix + name] = value;
    }

    private static Task ErrorAsync(HttpListenerContext context, ModelError error) =>
        AnswerAsync(context, error.Status, new { type = "error", error = new { type = error.Type, message = error.Message } });

    private static async Task AnswerAsync(HttpListenerContext context, int status, object body)
    {
        context.Response.StatusCode = status;
        context.Response.ContentType = "application/json";
        await context.Response.OutputStream.WriteAsync(Encoding.UTF8.GetBytes(JsonSerializer.Serialize(body)));
        context.Response.Close();
    }
}
