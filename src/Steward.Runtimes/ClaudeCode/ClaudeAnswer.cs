using System.Globalization;
using System.Text.Json;
using Steward.Domain.Agents;
using Steward.Domain.Events;
using Steward.Runtimes.Texts;

namespace Steward.Runtimes.ClaudeCode;

/// <summary>What a turn says and does: words, thoughts and tools. Each block is streamed first and said whole then; neither is told twice.</summary>
internal sealed class ClaudeAnswer(ReadOnlyMemory<byte> memory)
{
    private const int LongestResult = 256 << 10, LongestName = 100;

    private readonly OpenText _text = new(memory.Span);

    public byte[]? Memory => _text.Memory() is { Length: > 0 } open ? open : null;

    public void Finish(ICollection<AgentReport> reports) => _text.Finish(reports);

    public void Say(string text, ICollection<AgentReport> reports)
    {
        if (text.Length > 0)
            _text.Finish(text, reports);
    }

    public ClaudeMemory Streamed(JsonElement said, ClaudeMemory memory, ICollection<AgentReport> reports)
    {
        // A helper that it started speaks to it, not to us.
        if (IsOfHelper(said) || Json.Object(said, "event") is not { } streamed)
            return memory;
        var delta = Json.Object(streamed, "delta");
        switch (Json.Text(streamed, "type"))
        {
            case "message_start": BeginAnew(reports); return memory with { Thought = false };
            case "content_block_delta" when Json.Text(delta, "text") is { Length: > 0 } words: _text.Add(words, reports); return memory;
            case "content_block_delta" when Json.Text(delta, "thinking") is { Length: > 0 } thoughts:
                reports.Add(new AgentThoughts(thoughts));
                return memory with { Thought = true };
            default: return memory;
        }
    }

    public ClaudeMemory Said(JsonElement said, ClaudeMemory memory, ICollection<AgentReport> reports)
    {
        // Text that it made up itself in the place of an answer is the reason of a failure; the turn's end tells it.
        if (Json.Text(said, "error") is { } error && !IsOfHelper(said))
            return memory with { Error = error };
        memory = Read(said, memory);
        foreach (var block in Json.Items(Json.Object(said, "message"), "content"))
            memory = Block(block, said, memory, reports);
        return memory;
    }

    public static ClaudeMemory Returned(JsonElement said, ClaudeMemory memory, ICollection<AgentReport> reports)
    {
        foreach (var block in Json.Items(Json.Object(said, "message"), "content"))
            memory = Result(block, said, memory, reports);
        return memory;
    }

    private ClaudeMemory Block(JsonElement block, JsonElement said, ClaudeMemory memory, ICollection<AgentReport> reports)
    {
        switch (Json.Text(block, "type"))
        {
            case "text" when ParentOf(said) is { } parent: HelperSaid(parent, Json.Text(block, "text"), reports); return memory;
            case "text": Say(Json.Text(block, "text") ?? "", reports); return memory;
            case "thinking" when !IsOfHelper(said): return Thought(block, memory, reports);
            case "tool_use" or "server_tool_use": return Started(block, said, memory, reports);
            default: return Result(block, said, memory, reports);
        }
    }

    private static ClaudeMemory Thought(JsonElement block, ClaudeMemory memory, ICollection<AgentReport> reports)
    {
        if (!memory.Thought && Json.Text(block, "thinking") is { Length: > 0 } thoughts)
            reports.Add(new AgentThoughts(thoughts));
        return memory with { Thought = false };
    }

    private static ClaudeMemory Started(JsonElement block, JsonElement said, ClaudeMemory memory, ICollection<AgentReport> reports)
    {
        if (Json.Text(block, "id") is not { } id || memory.Tool(id) is not null)
            return memory;
        var name = Json.Text(block, "name") ?? "unknown";
        reports.Add(new AgentToolStarted(id, name, ClaudeQuestion.InputOf(block)) { ParentCallId = ParentOf(said) });
        return memory.With(new OpenTool(id, name, TimeOf(said)));
    }

    private static ClaudeMemory Result(JsonElement block, JsonElement said, ClaudeMemory memory, ICollection<AgentReport> reports)
    {
        if (Json.Text(block, "type")?.EndsWith("tool_result", StringComparison.Ordinal) != true || Json.Text(block, "tool_use_id") is not { } id)
            return memory;
        var tool = memory.Tool(id);
        var elapsed = TimeOf(said) is { } now && tool?.At is { } began ? Math.Max(0, now - began) : 0;
        var result = PrintableText.Short(ResultText(block), LongestResult);
        var ok = !Json.IsTrue(block, "is_error");
        reports.Add(new AgentToolEnded(id, tool?.Name ?? "unknown", ok, result, elapsed) { ParentCallId = ParentOf(said) });
        memory = memory.WithoutTool(id);
        return ok ? ClaudeTodo.Read(tool?.Name, IsOfHelper(said), said, memory, reports) : memory;
    }

    private static string ResultText(JsonElement block) => Json.Text(block, "content")
        ?? string.Join('\n', Json.Items(block, "content").Select(static part => Json.Text(part, "text") ?? $"({Json.Text(part, "type") ?? "something"})"));

    /// <summary>A request that broke off is made again, and its answer begins from the start.</summary>
    private void BeginAnew(ICollection<AgentReport> reports)
    {
        if (_text.Memory().Length == 0)
            return;
        _text.Finish("", reports);
        reports.Add(new AgentNote("The answer broke off, and begins anew."));
    }

    private static void HelperSaid(string parent, string? text, ICollection<AgentReport> reports)
    {
        if (text is { Length: > 0 })
            reports.Add(new AgentHelperSaid(parent, PrintableText.Short(text, LongestResult)));
    }

    /// <summary>What the model had to read for its answer is what fills its context.</summary>
    private static ClaudeMemory Read(JsonElement said, ClaudeMemory memory)
    {
        var message = Json.Object(said, "message");
        return IsOfHelper(said) || Json.Object(message, "usage") is not { } usage ? memory : memory with
        {
            Model = Json.Text(message, "model") is { } model ? PrintableText.Short(model, LongestName) : memory.Model,
            ContextTokens = ClaudeTurns.PromptOf(usage),
        };
    }

    private static bool IsOfHelper(JsonElement said) => ParentOf(said) is not null;

    private static string? ParentOf(JsonElement said) => Json.Text(said, "parent_tool_use_id");

    // Its own clock, and not ours: what is read again later must come out the same.
    private static long? TimeOf(JsonElement said) =>
        DateTimeOffset.TryParse(Json.Text(said, "timestamp"), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var at)
            ? at.ToUnixTimeMilliseconds()
            : null;
}
