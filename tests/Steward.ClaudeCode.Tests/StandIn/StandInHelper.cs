using Steward.ClaudeCode.Tests.LanguageModel;

namespace Steward.ClaudeCode.Tests.StandIn;

/// <summary>A helper: it does what its prompt says by a marker, and each of its lines names the call that started it.</summary>
internal sealed class StandInHelper(StandInClaude claude, StandInVoice voice)
{
    public async Task<string> RunAsync(string call, string prompt, CancellationToken stop)
    {
        var step = ModelStep.Of(prompt, 0, null);
        if (step is ModelTool tool)
            step = ModelStep.Of(prompt, 1, await UseAsync(call, tool, stop));
        var text = ((ModelText)step).Text;
        voice.OfHelper(call, "assistant", new { type = "text", text });
        return text;
    }

    private async Task<string> UseAsync(string call, ModelTool tool, CancellationToken stop)
    {
        var id = $"toolu_{Guid.NewGuid():N}";
        voice.OfHelper(call, "assistant", new { type = "tool_use", id, name = tool.Name, input = tool.Input });
        var answer = await claude.AskAsync(
            new { subtype = "can_use_tool", tool_name = tool.Name, input = tool.Input, description = "scripted", tool_use_id = id, agent_id = call }, stop);
        var allowed = answer.GetProperty("behavior").GetString() == "allow";
        var result = allowed
            ? await StandInTurn.ShellAsync(answer.GetProperty("updatedInput").GetProperty("command").GetString()!, stop)
            : answer.GetProperty("message").GetString()!;
        voice.OfHelper(call, "user", new { tool_use_id = id, type = "tool_result", content = result, is_error = !allowed });
        return result;
    }
}
