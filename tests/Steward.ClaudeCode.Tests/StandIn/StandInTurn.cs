using System.Diagnostics;
using System.Text.Json;
using Steward.ClaudeCode.Tests.LanguageModel;

namespace Steward.ClaudeCode.Tests.StandIn;

/// <summary>One message and what comes of it.</summary>
internal sealed class StandInTurn(StandInClaude claude, StandInVoice voice, StandInTranscript transcript, StandInSettings settings, StandInSteers steers, string uuid)
{
    private const int LongestResult = 30_000;

    private readonly List<string> _messages = [uuid];
    private string _said = "";

    public async Task RunAsync(string message, CancellationToken stop)
    {
        using var saying = CancellationTokenSource.CreateLinkedTokenSource(stop, steers.Begin());
        voice.State("running");
        voice.Lifecycle(uuid, "queued");
        voice.Lifecycle(uuid, "started");
        voice.Init();
        transcript.AddMessage(uuid, message);
        try
        {
            var (number, result, step) = (0, default(string), await StepAsync(message, 0, null, stop));
            while (step is ModelTool tool)
            {
                (number, result) = (number + 1, await UseAsync(tool, stop));
                step = Steered() ?? await StepAsync(message, number, result, stop);
            }
            End(message == "/compact" ? Compact() : await AnswerAsync(step, saying.Token));
        }
        catch (OperationCanceledException)
        {
            if (_said.Length > 0)
                voice.Assistant(new { type = "text", text = _said }, uuid);
            voice.Result(_messages, "", _said.Length > 0 ? "aborted_streaming" : "aborted_tools", failed: stop.IsCancellationRequested);
            voice.Lifecycle(uuid, "cancelled");
        }
        voice.State("idle");
    }

    /// <summary>What was sent into the turn while its tool ran: one answer is given to all of it.</summary>
    private ModelStep? Steered()
    {
        ModelStep? step = null;
        foreach (var (steer, text) in steers.Take())
        {
            _messages.Add(steer);
            transcript.AddMessage(steer, text);
            voice.Lifecycle(steer, "started");
            step = ModelStep.Of(text, 0, null);
        }
        return step;
    }

    private (string, ModelError?) Compact()
    {
        voice.Say(new { type = "system", subtype = "status", status = "compacting" });
        voice.Say(new { type = "system", subtype = "compact_boundary", compact_metadata = new { trigger = "manual", pre_tokens = 107, post_tokens = 26 } });
        voice.Say(new { type = "user", message = new { role = "user", content = "<local-command-stdout>Compacted </local-command-stdout>" }, isReplay = true });
        return ("", null);
    }

    private async Task<ModelStep> StepAsync(string message, int number, string? result, CancellationToken stop)
    {
        await StandInService.ReachAsync(voice, stop);
        var step = ModelStep.Of(message, number, result, settings.SystemPrompt);
        return step is ModelLogin ? ModelLogin.Seen(settings.Token) : step;
    }

    private void End((string Text, ModelError? Error) answer)
    {
        transcript.AddAnswer(answer.Text, settings.Model, answer.Error is null ? null : KindOf(answer.Error));
        foreach (var taken in _messages.Skip(1))
            voice.Lifecycle(taken, "completed");
        voice.Result(_messages, answer.Text, answer.Error is null ? "completed" : "api_error", answer.Error is not null, answer.Error?.Status, answer.Error is { Case: "5h" } ? "usage_limit_reached" : null);
        voice.Lifecycle(uuid, answer.Error is null ? "completed" : "cancelled");
    }

    private async Task<(string, ModelError?)> AnswerAsync(ModelStep step, CancellationToken stop)
    {
        if (step is ModelOdd)
        {
            OddLines.Say(voice);
            step = new ModelText(OddLines.Answer);
        }
        if (step is ModelError error)
        {
            Trouble(error);
            var why = $"API Error: {error.Status} {error.Message}";
            voice.Assistant(new { type = "text", text = why }, uuid, KindOf(error));
            return (why, error);
        }
        var text = (ModelText)step;
        voice.Streamed(new { type = "message_start" });
        if (text.Thoughts is { } thoughts)
        {
            voice.Streamed(new { type = "content_block_delta", index = 0, delta = new { type = "thinking_delta", thinking = thoughts } });
            voice.Assistant(new { type = "thinking", thinking = thoughts }, uuid);
        }
        foreach (var piece in text.Pieces)
        {
            voice.Streamed(new { type = "content_block_delta", index = 0, delta = new { type = "text_delta", text = piece } });
            _said += piece;
            await Task.Delay(text.Pause, TimeProvider.System, stop);
        }
        voice.Assistant(new { type = "text", text = text.Text }, uuid);
        voice.Streamed(new { type = "content_block_stop", index = 0 });
        return (text.Text, null);
    }

    private async Task<string> UseAsync(ModelTool tool, CancellationToken stop)
    {
        var id = $"toolu_{Guid.NewGuid():N}";
        voice.Assistant(new { type = "tool_use", id, name = tool.Name, input = tool.Input }, uuid);
        if (claude.Tools.Has(tool.Name))
        {
            var (text, failed) = await claude.Tools.CallAsync(tool.Name, tool.Input, stop);
            voice.ToolResult(id, text, failed);
            return text;
        }
        if (tool.Name == "Agent")
        {
            var report = await new StandInHelper(claude, voice).RunAsync(id, tool.Input.GetProperty("prompt").GetString()!, stop);
            voice.ToolResult(id, report, failed: false);
            return report;
        }
        if (tool.Name == "TaskCreate")
        {
            var subject = tool.Input.GetProperty("subject").GetString()!;
            voice.ToolResult(id, $"Task #1 created successfully: {subject}", failed: false, new { task = new { id = "1", subject } });
            return subject;
        }
        if (settings.PermissionMode == "dontAsk")
        {
            const string refusal = "Permission to use this tool has been denied because it runs in don't ask mode.";
            voice.ToolResult(id, refusal, failed: true);
            return refusal;
        }
        var answer = await claude.AskAsync(
            new { subtype = "can_use_tool", tool_name = tool.Name, input = tool.Input, description = "scripted", tool_use_id = id }, stop);
        var allowed = answer.GetProperty("behavior").GetString() == "allow";
        if (allowed && tool.Input.TryGetProperty("run_in_background", out var background) && background.GetBoolean())
        {
            _ = claude.GoOnAsync(ShellAsync(tool.Input.GetProperty("command").GetString()!, CancellationToken.None));
            voice.ToolResult(id, "It runs in the background.", failed: false);
            return "It runs in the background.";
        }
        var result = allowed && settings.Servers.Has(tool.Name) ? settings.Servers.Call(tool.Name, tool.Input)
            : allowed ? await ResultAsync(claude, tool.Name, answer.GetProperty("updatedInput"), stop) : answer.GetProperty("message").GetString()!;
        if (allowed && tool.Name == "ExitPlanMode")
        {
            settings.LeavePlan();
            voice.Mode();
        }
        voice.ToolResult(id, result, failed: !allowed);
        transcript.AddToolResult(id, result, failed: !allowed);
        // Of a long one the model is given the beginning.
        result = result[..Math.Min(result.Length, LongestResult)];
        return answer.TryGetProperty("interrupt", out var interrupt) && interrupt.GetBoolean() ? throw new OperationCanceledException() : result;
    }

    private static async Task<string> ResultAsync(StandInClaude claude, string tool, JsonElement input, CancellationToken stop) => tool switch
    {
        "AskUserQuestion" => string.Join(", ", input.GetProperty("answers").EnumerateObject().Select(static answer => $"\"{answer.Name}\"=\"{answer.Value.GetString()}\"")),
        "mcp__asker__ask" => FormServer.Outcome(await claude.AskAsync(FormServer.AskedOf(input), stop), "the form"),
        "ExitPlanMode" => "User has approved your plan.",
        _ => await ShellAsync(input.GetProperty("command").GetString()!, stop),
    };

    private void Trouble(ModelError error)
    {
        if (error.Case == "5h")
            voice.Window("five_hour", "rejected", 1, TimeProvider.System.GetUtcNow().AddHours(1).ToUnixTimeSeconds());
        if (error.Status != 529)
            return;
        var most = int.Parse(Environment.GetEnvironmentVariable("CLAUDE_CODE_MAX_RETRIES")!, System.Globalization.CultureInfo.InvariantCulture);
        for (var attempt = 1; attempt <= most; attempt++)
            voice.Retry(attempt, most, error.Status, "overloaded");
    }

    // Each command has a session of its own, as with the real one: nothing ends it but who looks for it.
    internal static async Task<string> ShellAsync(string command, CancellationToken stop)
    {
        using var shell = Process.Start(new ProcessStartInfo("setsid", ["/bin/sh", "-c", command]) { RedirectStandardOutput = true, RedirectStandardInput = true })!;
        var output = await shell.StandardOutput.ReadToEndAsync(stop);
        await shell.WaitForExitAsync(stop);
        return output.Length > 0 ? output.Trim() : "(Bash completed with no output)";
    }

    private static string KindOf(ModelError error) => (error.Status, error.Case) switch
    {
        (401 or 403, _) => "authentication_failed",
        (400, "credit") => "billing_error",
        (429, _) => "rate_limit",
        ( >= 500, _) => "server_error",
        _ => "invalid_request",
    };
}
