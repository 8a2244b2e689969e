using System.Text;
using System.Text.Json;
using Steward.Domain.Agents;
using Steward.Domain.Events;
using Steward.Domain.Permissions;
using Steward.Domain.Processes;
using Steward.Domain.Turns;
using Steward.Runtimes.Texts;

namespace Steward.Runtimes.Demo;

/// <summary>Translates between the demo agent's lines and Steward's words.</summary>
internal sealed class DemoInterpreter(ReadOnlyMemory<byte> memory) : IAgentInterpreter
{
    private const int LongestNote = 8 << 10;

    private readonly OpenText _text = new(memory.Span);

    public ReadOnlyMemory<byte> Memory => _text.Memory();

    public void Read(OutputStream stream, ReadOnlySpan<byte> line, bool truncated, ICollection<AgentReport> reports)
    {
        if (stream == OutputStream.Error)
            Note(PrintableText.Of(line), reports);
        else if (truncated)
            Note("The agent wrote a line that was too long to be read.", reports);
        else if (DemoLine.Parse(line) is { } said)
            Translate(said, line, reports);
        else if (!line.Trim(" \t\r"u8).IsEmpty)
            Note("The agent wrote something that is not its language: " + PrintableText.Short(PrintableText.Of(line), 200), reports);
    }

    /// <summary>A text that its writer did not live to finish is kept as far as it came; how the turn goes on is not the agent's to say.</summary>
    public void ReadEnd(ProcessExit exit, ICollection<AgentReport> reports) => _text.Finish(reports);

    public AgentInput Message(UserMessage message) => new(Line(message));

    public static byte[] Line(UserMessage message) => new DemoLine(message.Steer is null ? "message" : "steer")
    {
        Uuid = message.Uuid.ToString(),
        Attempt = message.Attempt,
        Content = message.Text,
        Turn = message.Steer is null ? null : UuidOf(message.Turn),
        Images = message.Images.IsEmpty ? null : [.. message.Images.Select(static image => new DemoImage(image.MediaType, image.Bytes.ToArray()))],
        Now = message is { Steer: not null, Priority: SteerPriority.Now } ? true : null,
    }.ToBytes();

    public AgentInput? Interrupt(TurnId turn) => new AgentInput(new DemoLine("interrupt") { Uuid = UuidOf(turn) }.ToBytes());

    public AgentInput Answer(AgentAnswer answer) =>
        new(new DemoLine("answer")
        {
            Id = answer.AgentRequestId,
            Decision = answer.Decision == PermissionDecision.Allow ? "allow" : "deny",
            Reason = answer.Reason,
            Input = answer.ExactInput,
            Answers = answer.Answers?.ToDictionary(static pair => pair.Key, static pair => pair.Value.ToArray()),
            EndTurn = answer.EndTurn ? true : null,
        }.ToBytes());

    private static string UuidOf(TurnId turn) => turn.Uuid.ToString();

    private void Translate(DemoLine said, ReadOnlySpan<byte> line, ICollection<AgentReport> reports)
    {
        switch (said)
        {
            case { Type: "words", Text: { } words }: _text.Add(words, reports); break;
            case { Type: "message", Text: { } whole }: _text.Finish(whole, reports); break;
            case { Type: "done" } or { Type: "error" }:
                _text.Finish(reports);
                reports.Add(new AgentFinished(TurnOf(said), FailureOf(said), new TurnUsage(said.Prompt ?? 0, said.Completion ?? 0)));
                break;
            default: reports.Add(Stateless(said) ?? new AgentRaw(new RawJson(Encoding.UTF8.GetString(line)))); break;
        }
    }

    private static AgentReport? Stateless(DemoLine said) => said switch
    {
        { Type: "ready" } => new AgentReady(said.Session),
        { Type: "thinking", Text: { } thoughts } => new AgentThoughts(thoughts),
        { Type: "tool_start", Id: { } id, Tool: { } tool } => new AgentToolStarted(id, tool, InputOf(said)),
        { Type: "tool_end", Id: { } id, Tool: { } tool } =>
            new AgentToolEnded(id, tool, said.Ok == true, said.Result ?? "", Math.Max(0, said.Elapsed ?? 0)),
        { Type: "ask", Id: { } id, Tool: { } tool } => new AgentAsked(
            RequestId.From(Guid.NewGuid()), id, new PermissionSubject(tool, said.Command, said.Path), InputOf(said), said.Description)
        {
            Kind = said switch { { Question: not null } => QuestionKind.Choice, { Plan: true } => QuestionKind.Plan, _ => QuestionKind.Permission },
            Questions = said.Question is { } question
                ? [new ChoiceQuestion(question, [.. (said.Options ?? []).Select(static label => new ChoiceOption(label))])]
                : null,
        },
        { Type: "withdraw", Id: { } id } => new AgentWithdrew(id),
        { Type: "took" } when TurnOf(said) is { } message => new AgentTook(message),
        _ => null,
    };

    private static TurnId? TurnOf(DemoLine said) => Guid.TryParse(said.Uuid, out var uuid) ? TurnId.From(uuid) : null;

    private static TurnFailure? FailureOf(DemoLine said) => said switch
    {
        { Type: "error" } => new TurnFailure(
            said.Code ?? "failed", FailureKind.Agent, said.Message ?? "The agent failed and did not say why.", said.Retryable == true, said.Fix),
        { Interrupted: true } => new TurnFailure("interrupted", FailureKind.Interrupted, "The turn was stopped before it was done.", Retryable: true),
        _ => null,
    };

    /// <summary>It is shown and stored as JSON, so it has to be some; else it is shown as the text that it is.</summary>
    private static RawJson InputOf(DemoLine said)
    {
        if (said.Input is not { } input)
            return RawJson.EmptyObject;
        try
        {
            using var _ = JsonDocument.Parse(input, new JsonDocumentOptions { MaxDepth = DemoJson.Default.Options.MaxDepth });
            return new RawJson(input);
        }
        catch (JsonException)
        {
            return new RawJson($"\"{JsonEncodedText.Encode(input)}\"");
        }
    }

    private static void Note(string text, ICollection<AgentReport> reports)
    {
        if (!string.IsNullOrWhiteSpace(text))
            reports.Add(new AgentNote(PrintableText.Short(text, LongestNote)));
    }
}
