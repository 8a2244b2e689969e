using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Steward.Domain.Agents;
using Steward.Domain.Turns;
using Steward.Runtimes.Texts;

namespace Steward.Runtimes.ClaudeCode;

/// <summary>
/// When a turn begins and how it ends. A message and its result are matched by the message's uuid; counting would be wrong, for background work
/// that ends makes a turn, and a result, of its own.
/// </summary>
internal sealed class ClaudeTurns(ClaudeAnswer answer, Func<Guid, Guid, PastReply?> replyTo, Func<string> heard)
{
    private const int LongestOwnAnswer = 4 << 10;

    public ClaudeMemory Result(JsonElement said, ClaudeMemory memory, ICollection<AgentReport> reports)
    {
        answer.Finish(reports);
        var messages = Json.Texts(said, "user_message_uuids").Append(Json.Text(said, "user_message_uuid") ?? "")
            .Select(static text => Guid.TryParse(text, out var uuid) ? uuid : (Guid?)null).OfType<Guid>().ToList();
        if (messages.Count == 0 && (memory.Own is not null || Json.Object(said, "origin") is not null))
            return EndOwn(said, memory, reports);
        var turn = messages.Count == 0 || (memory.Turn is { } running && messages.Contains(running)) ? memory.Turn : messages[0];
        var failure = Json.IsTrue(said, "is_error") ? ClaudeFailures.Of(said, memory) : null;
        reports.Add(new AgentFinished(MessageKeys.TurnOf(turn), failure, UsageOf(said, memory)));
        return memory with { Turn = null, Finished = turn, Error = null, Thought = false, Tools = null };
    }

    public ClaudeMemory Lifecycle(JsonElement said, ClaudeMemory memory, ICollection<AgentReport> reports)
    {
        if (Json.Uuid(said, "command_uuid") is not { } message)
            return memory;
        switch (Json.Text(said, "state"))
        {
            case "started" or "completed" when IsSteer(message, memory):
                reports.Add(new AgentTook(TurnId.From(message)));
                return memory;
            case "cancelled" when IsSteer(message, memory):
                reports.Add(new AgentFinished(TurnId.From(message), ClaudeFailures.Withdrawn, TurnUsage.None));
                return memory;
            case "started": return memory with { Turn = message, Own = null, Finished = null, Error = null };
            // The result of a turn comes before this; without one there was nothing to run.
            case "completed" when message != memory.Finished:
                if (message != memory.Turn)
                    TellPast(Json.Uuid(said, "session_id") ?? memory.Conversation, message, reports);
                else
                    reports.Add(new AgentFinished(MessageKeys.TurnOf(message), Failure: null, TurnUsage.None));
                return memory with { Turn = null, Finished = message };
            case "cancelled" when message != memory.Finished:
                reports.Add(new AgentFinished(MessageKeys.TurnOf(message), ClaudeFailures.Interrupted, TurnUsage.None));
                return memory with { Turn = null, Finished = message };
            default: return memory;
        }
    }

    // It is sent one message at a time: another one while it works on a message is for the same turn. What it does not take up before the result begins
    // after it, like a message of its own.
    private static bool IsSteer(Guid message, ClaudeMemory memory) => memory.Turn is { } running && running != message;

    /// <summary>A message that was sent again after a crash, and had been answered before it: nothing runs, and nothing is said again.</summary>
    private void TellPast(Guid? conversation, Guid message, ICollection<AgentReport> reports)
    {
        var reply = conversation is { } known ? replyTo(known, message) : null;
        reports.Add(new AgentNote(reply is { Texts.Count: > 0 }
            ? "Claude Code had finished this turn before it was cut off. Its answer is the one that it kept; what it did on the way is in the conversation's file alone."
            : "Claude Code had finished this turn before it was cut off, and its answer was not found in the conversation's file. Ask for it again."));
        if (reply is { Unanswered: > 0 and var unanswered })
            reports.Add(new AgentNote($"Nobody could answer what it asked meanwhile, and it took that as a no: {unanswered} {(unanswered == 1 ? "use of a tool" : "uses of tools")} did not happen. Ask again for what is missing."));
        var failure = reply?.Error is { } error ? ClaudeFailures.OfKind(error, reply.Text) : null;
        if (failure is null && reply is not null)
            answer.Say(string.Join('\n', Unheard(reply.Texts, heard())), reports);
        reports.Add(new AgentFinished(MessageKeys.TurnOf(message), failure, TurnUsage.None));
    }

    /// <summary>A part of the answer may have come through before the cut.</summary>
    private static IEnumerable<string> Unheard(IEnumerable<string> texts, string heard)
    {
        var from = 0;
        foreach (var text in texts)
            if (heard.IndexOf(text, from, StringComparison.Ordinal) is >= 0 and var at)
                from = at + text.Length;
            else
                yield return text;
    }

    /// <summary>It says what a turn of its own was for only at the end; that one has begun is seen by its first words without a message of ours.</summary>
    public static ClaudeMemory BeginOwn(JsonElement said, ClaudeMemory memory, ICollection<AgentReport> reports)
    {
        if (memory.Turn is not null || memory.Own is not null)
            return memory;
        // Read again after a crash it must be the same turn; each line has a uuid of its own.
        var turn = new Guid(SHA256.HashData(Encoding.UTF8.GetBytes(said.GetRawText())).AsSpan(0, 16));
        reports.Add(new AgentBegan(TurnId.From(turn), Origin: "background"));
        return memory with { Own = turn, Error = null };
    }

    private static ClaudeMemory EndOwn(JsonElement said, ClaudeMemory memory, ICollection<AgentReport> reports)
    {
        if (memory.Own is not { } turn)
        {
            // It came between a message of ours and its answer, and has no turn to belong to.
            var text = PrintableText.Short(Json.Text(said, "result") ?? "", LongestOwnAnswer);
            reports.Add(new AgentNote($"Claude Code went on by itself ({Json.Text(Json.Object(said, "origin"), "kind") ?? "unknown"}): {text}"));
            return memory;
        }
        reports.Add(new AgentFinished(TurnId.From(turn), Json.IsTrue(said, "is_error") ? ClaudeFailures.Of(said, memory) : null, UsageOf(said, memory)));
        return memory with { Own = null, Error = null, Thought = false, Tools = null };
    }

    public static long PromptOf(JsonElement? usage) =>
        Count(usage, "input_tokens") + Count(usage, "cache_read_input_tokens") + Count(usage, "cache_creation_input_tokens");

    private static TurnUsage UsageOf(JsonElement said, ClaudeMemory memory)
    {
        var usage = Json.Object(said, "usage");
        return new TurnUsage(PromptOf(usage), Count(usage, "output_tokens"), CostOf(said))
        {
            CachedTokens = Count(usage, "cache_read_input_tokens"),
            Model = memory.Model,
            ContextTokens = memory.ContextTokens,
            ContextWindow = memory.Model is { } model ? Json.Number(Json.Object(Json.Object(said, "modelUsage"), model), "contextWindow") : null,
        };
    }

    private static long Count(JsonElement? usage, string name) => Math.Clamp(Json.Number(usage, name) ?? 0, 0, int.MaxValue);

    // The total is that of the process; this is what was added since the result before.
    private static double? CostOf(JsonElement said) => Json.Object(said, "model_usage_since_last_result") is { } models
        ? models.EnumerateObject().Sum(static model => Math.Max(0, Json.Amount(model.Value, "costUSD") ?? 0))
        : null;
}
