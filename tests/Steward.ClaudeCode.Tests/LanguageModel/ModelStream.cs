using System.Net;
using System.Text;
using System.Text.Json;

namespace Steward.ClaudeCode.Tests.LanguageModel;

/// <summary>One answer of the Messages API, streamed as server-sent events.</summary>
internal sealed class ModelStream(HttpListenerResponse response, string model)
{
    private static readonly object Usage = new { input_tokens = 100, cache_creation_input_tokens = 0, cache_read_input_tokens = 0, output_tokens = 1 };

    public static object Whole(ModelStep step, string model) => new
    {
        id = NewId("msg"),
        type = "message",
        role = "assistant",
        model,
        content = new[] { BlockOf(step) },
        stop_reason = StopReasonOf(step),
        stop_sequence = (string?)null,
        usage = new { input_tokens = 100, cache_creation_input_tokens = 0, cache_read_input_tokens = 0, output_tokens = 7 },
    };

    public async Task SendAsync(ModelStep step)
    {
        response.ContentType = "text/event-stream";
        response.SendChunked = true;
        await EventAsync("message_start", new
        {
            type = "message_start",
            message = new { id = NewId("msg"), type = "message", role = "assistant", model, content = Array.Empty<object>(), stop_reason = (string?)null, stop_sequence = (string?)null, usage = Usage },
        });
        var index = 0;
        if (step is ModelText { Thoughts: { } thoughts })
            await BlockAsync(index++, new { type = "thinking", thinking = "", signature = "" }, [new { type = "thinking_delta", thinking = thoughts }, new { type = "signature_delta", signature = "c2ln" }]);
        if (step is ModelText text)
            await BlockAsync(index, new { type = "text", text = "" }, text.Pieces.Select(static object (piece) => new { type = "text_delta", text = piece }), text.Pause);
        else if (step is ModelTool tool)
            await BlockAsync(index, new { type = "tool_use", id = NewId("toolu"), name = tool.Name, input = new { } }, [new { type = "input_json_delta", partial_json = tool.Input.GetRawText() }]);
        await EventAsync("message_delta", new { type = "message_delta", delta = new { stop_reason = StopReasonOf(step), stop_sequence = (string?)null }, usage = new { output_tokens = 7 } });
        await EventAsync("message_stop", new { type = "message_stop" });
        response.Close();
    }

    private async Task BlockAsync(int index, object block, IEnumerable<object> deltas, TimeSpan pause = default)
    {
        await EventAsync("content_block_start", new { type = "content_block_start", index, content_block = block });
        foreach (var delta in deltas)
        {
            await EventAsync("content_block_delta", new { type = "content_block_delta", index, delta });
            await Task.Delay(pause, TimeProvider.System);
        }
        await EventAsync("content_block_stop", new { type = "content_block_stop", index });
    }

    private async Task EventAsync(string name, object data)
    {
        await response.OutputStream.WriteAsync(Encoding.UTF8.GetBytes($"event: {name}\ndata: {JsonSerializer.Serialize(data)}\n\n"));
        await response.OutputStream.FlushAsync();
    }

    private static object BlockOf(ModelStep step) => step switch
    {
        ModelText text => new { type = "text", text = text.Text },
        ModelTool tool => new { type = "tool_use", id = NewId("toolu"), name = tool.Name, input = tool.Input },
        _ => throw new ArgumentException("Not an answer.", nameof(step)),
    };

    private static string StopReasonOf(ModelStep step) => step is ModelTool ? "tool_use" : "end_turn";

    private static string NewId(string kind) => $"{kind}_{Guid.NewGuid():N}";
}
