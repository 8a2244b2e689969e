using System.Collections.Immutable;
using System.Text;
using System.Text.Json;
using Steward.Domain.Agents;
using Steward.Domain.Events;
using Steward.Domain.Permissions;
using Steward.Domain.Processes;
using Steward.Domain.Sessions;
using Steward.Domain.Turns;
using Steward.Runtimes.Texts;

namespace Steward.Runtimes.ClaudeCode;

/// <summary>Translates between the lines of Claude Code and Steward's words. It goes by what is in a line, never by the order that it is in.</summary>
internal sealed class ClaudeInterpreter : IAgentInterpreter
{
    private const int LongestNote = 8 << 10;
    private const int LongestError = 500;
    private const int MostErrors = 4;
    private const int DeepestLine = 128;

    private readonly ClaudeAnswer _answer;
    private readonly ClaudeTurns _turns;
    private readonly string _directory;
    private readonly MessageKeys _keys;
    private readonly ImmutableArray<AgentTool> _tools;
    private ClaudeMemory _memory;

    /// <param name="replyTo">Looks up, in the conversation that is kept on disk, what was answered to a message.</param>
    /// <param name="heard">What was heard of the running turn already, in the order that it was said.</param>
    /// <param name="tools">The tools of Steward's that it may use.</param>
    public ClaudeInterpreter(
        ReadOnlyMemory<byte> memory, string directory, Func<Guid, Guid, PastReply?> replyTo, Func<string> heard, ImmutableArray<AgentTool> tools = default, MessageKeys? keys = null)
    {
        _keys = keys ?? new MessageKeys(static _ => null);
        _tools = tools.IsDefault ? [] : tools;
        _memory = ClaudeMemory.Read(memory.Span);
        _directory = directory;
        _answer = new ClaudeAnswer(_memory.Text);
        _turns = new ClaudeTurns(_answer, replyTo, heard);
    }

    public ReadOnlyMemory<byte> Memory => (_memory with { Text = _answer.Memory }).ToBytes();

    public void Read(OutputStream stream, ReadOnlySpan<byte> line, bool truncated, ICollection<AgentReport> reports)
    {
        if (stream == OutputStream.Error)
            ReadError(line, reports);
        else if (truncated)
            reports.Add(new AgentNote($"Claude Code wrote a line of more than {IAgentInterpreter.MaxLineBytes >> 20} MiB, which cannot be read."));
        else if (!line.Trim(" \t\r"u8).IsEmpty)
            ReadLine(WellFormed.Line(line), reports);
    }

    public void ReadEnd(ProcessExit exit, ICollection<AgentReport> reports)
    {
        _answer.Finish(reports);
        // One that never took up its conversation could not start, and says why on stderr.
        if (_memory is { Conversation: null, LastErrors: { } why } && exit.Code is > 0)
            reports.Add(new AgentFinished(Turn: null, ClaudeFailures.OfStart(string.Join(' ', why)), TurnUsage.None));
    }

    public ReadOnlyMemory<byte> Opening => ClaudeToolServer.Opening(_tools);

    public AgentInput Reply(string agentRequestId, RawJson request, CallOutcome? outcome) =>
        ClaudeToolServer.Reply(agentRequestId, request, outcome, _tools);

    public AgentInput Decline(string agentRequestId, RawJson request, string reason) => ClaudeRequest.Decline(agentRequestId, request, reason);

    public AgentInput Message(UserMessage message) =>
        ClaudeWriting.Message(message, message.Steer is null ? _keys.Of(message.Turn, message.Attempt) : message.Uuid);

    public AgentInput? Interrupt(TurnId turn) => ClaudeWriting.Interrupt(turn);

    public AgentInput Answer(AgentAnswer answer) =>
        answer.Kind is QuestionKind.Form or QuestionKind.Link ? ClaudeForm.Answer(answer) : ClaudeWriting.Answer(answer);

    public AgentInput Choose(long piece, ChosenSetting setting, string value) => ClaudeWriting.Choose(piece, setting, value);

    public AgentInput Login(string? login) => ClaudeLogin.Tell(login);

    private void ReadError(ReadOnlySpan<byte> line, ICollection<AgentReport> reports)
    {
        var text = PrintableText.Short(PrintableText.Of(line).TrimEnd(), LongestNote);
        if (string.IsNullOrWhiteSpace(text))
            return;
        reports.Add(new AgentNote(text));
        // Only one that cannot start is judged by them; it may need several lines to say why.
        if (_memory.Conversation is null)
            _memory = _memory with { LastErrors = [.. (_memory.LastErrors ?? []).TakeLast(MostErrors - 1), PrintableText.Short(text, LongestError)] };
    }

    private void ReadLine(byte[] line, ICollection<AgentReport> reports)
    {
        try
        {
            using var said = JsonDocument.Parse(line, new JsonDocumentOptions { MaxDepth = DeepestLine });
            if (Json.Text(said.RootElement, "type") is { } type)
            {
                _memory = Translate(type, said.RootElement, _memory, reports);
                return;
            }
        }
        catch (JsonException)
        {
            // Something in its process printed to its output.
        }
        reports.Add(new AgentNote(
            "Claude Code wrote something that is not its language: " + PrintableText.Short(PrintableText.Of(line), 200)));
    }

    private ClaudeMemory Translate(string type, JsonElement said, ClaudeMemory memory, ICollection<AgentReport> reports) => type switch
    {
        "stream_event" => _answer.Streamed(said, memory, reports),
        "assistant" => _answer.Said(said, memory, reports),
        "user" => ClaudeAnswer.Returned(said, memory, reports),
        "result" => _turns.Result(said, memory, reports),
        "command_lifecycle" => _turns.Lifecycle(said, memory, reports),
        "system" => ClaudeSystem.Read(said, memory, reports),
        "rate_limit_event" => ClaudeLimits.Read(said, memory, reports),
        "control_request" => Asked(said, memory, reports),
        "control_cancel_request" => Withdrew(said, memory, reports),
        "control_response" => Answered(said, memory, reports),
        "keep_alive" => memory,
        _ => Raw(said, memory, reports),
    };

    private ClaudeMemory Asked(JsonElement said, ClaudeMemory memory, ICollection<AgentReport> reports)
    {
        reports.Add((AgentReport?)ClaudeQuestion.Of(said, _directory) ?? ClaudeToolServer.CallOf(said) ?? (AgentReport?)ClaudeForm.Of(said) ?? (AgentReport?)ClaudeRequest.Of(said)
            ?? new AgentRaw(new RawJson(said.GetRawText())));
        return memory;
    }

    private static ClaudeMemory Withdrew(JsonElement said, ClaudeMemory memory, ICollection<AgentReport> reports)
    {
        if (Json.Text(said, "request_id") is { } id)
            reports.Add(new AgentWithdrew(id));
        return memory;
    }

    private static ClaudeMemory Answered(JsonElement said, ClaudeMemory memory, ICollection<AgentReport> reports)
    {
        var response = Json.Object(said, "response");
        var error = Json.Text(response, "error");
        if (ClaudeWriting.ChoiceOf(Json.Text(response, "request_id")) is { } piece)
            reports.Add(new AgentChose(piece, error is null ? null : PrintableText.Short(PrintableText.Of(error), 500)));
        else if (error is not null)
            reports.Add(new AgentNote("Claude Code refused a request of Steward's: " + PrintableText.Short(PrintableText.Of(error), 500)));
        return memory;
    }

    internal static ClaudeMemory Raw(JsonElement said, ClaudeMemory memory, ICollection<AgentReport> reports)
    {
        reports.Add(new AgentRaw(new RawJson(said.GetRawText())));
        return memory;
    }
}
