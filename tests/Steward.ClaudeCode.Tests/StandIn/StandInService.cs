using System.Net.Http.Json;

namespace Steward.ClaudeCode.Tests.StandIn;

/// <summary>The service is not needed for the answers, but a turn waits for it as long as it cannot be had, and says so.</summary>
internal static class StandInService
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(100);
    private static readonly HttpClient Client = new();
    private static readonly Uri Messages = new(Environment.GetEnvironmentVariable("ANTHROPIC_BASE_URL") + "/v1/messages");

    public static async Task ReachAsync(StandInVoice voice, CancellationToken stop)
    {
        for (var attempt = 1; await TroubleAsync(stop) is { } trouble; attempt++)
        {
            voice.Say(new { type = "system", subtype = "api_retry", attempt, max_retries = 10, retry_delay_ms = Pause.TotalMilliseconds, error_status = trouble.Status, error = trouble.Error });
            await Task.Delay(Pause, TimeProvider.System, stop);
        }
    }

    private static async Task<(int? Status, string Error)?> TroubleAsync(CancellationToken stop)
    {
        try
        {
            using var reply = await Client.PostAsJsonAsync(Messages, new { model = "scripted", messages = new[] { new { role = "user", content = "are you there?" } } }, stop);
            return reply.IsSuccessStatusCode ? null : ((int)reply.StatusCode, "overloaded");
        }
        catch (HttpRequestException)
        {
            return (null, "unknown");
        }
    }
}
