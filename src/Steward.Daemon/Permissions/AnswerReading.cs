using System.Buffers;
using System.Collections.Immutable;
using System.Text.Encodings.Web;
using System.Text.Json;
using Steward.Daemon.Api;
using Steward.Domain.Events;
using Steward.Domain.Permissions;
using Steward.Domain.Sessions;
using Steward.Protocol.Permissions;

namespace Steward.Daemon.Permissions;

/// <summary>Makes of what a client says the answer that it means to a question, or says what is wrong with it.</summary>
internal static class AnswerReading
{
    private const int MostWho = 200;

    // What stands around it in the journal and on the wire takes some levels more.
    private const int DeepestInput = 24;

    private static readonly JsonWriterOptions Readable = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <param name="asked">Null when the question is not open: then the answer comes too late whatever it says.</param>
    public static ResolveRequest Read(string requestId, ResolvePermissionRequest said, PermissionRequested? asked)
    {
        var decision = DecisionOf(said);
        if (asked is not null)
            RequireFit(decision, said, asked);
        return new ResolveRequest(new RequestId(requestId), decision, RememberOf(said.Remember), said.DecidedBy is { Length: > 0 and <= MostWho } who ? who : "owner")
        {
            Reason = said.Reason,
            EndTurn = said.EndTurn,
            UpdatedInput = said.UpdatedInput is { } input ? InputOf(input) : null,
            Answers = said.Answers is { } answers ? AnswersOf(answers, asked?.Questions ?? []) : null,
        };
    }

    private static PermissionDecision DecisionOf(ResolvePermissionRequest said) => said switch
    {
        { Decision: "allow", Approved: null or true } or { Decision: null, Approved: true } => PermissionDecision.Allow,
        { Decision: "deny", Approved: null or false } or { Decision: null, Approved: false } => PermissionDecision.Deny,
        { Decision: null, Approved: null, Answers: not null } => PermissionDecision.Allow,
        { Decision: null, Approved: null } => throw ApiException.BadRequest("no_decision", "`decision` is allow or deny."),
        _ => throw ApiException.BadRequest("bad_decision", "`decision` is allow or deny."),
    };

    private static void RequireFit(PermissionDecision decision, ResolvePermissionRequest said, PermissionRequested asked)
    {
        if (decision == PermissionDecision.Deny && (said.UpdatedInput is not null || said.Answers is not null))
            throw ApiException.BadRequest("bad_answer", "`updatedInput` and `answers` go with allow.", "To deny, say `reason` instead.");
        if (decision == PermissionDecision.Allow && said.EndTurn)
            throw ApiException.BadRequest("bad_answer", "`endTurn` goes with deny.");
        if (decision == PermissionDecision.Allow && asked.Kind is QuestionKind.Choice or QuestionKind.Form)
            RequireAnswers(said, asked);
        else if (asked.Kind == QuestionKind.Link && said.UpdatedInput is not null)
            throw ApiException.BadRequest("bad_answer", "An address stays as it is.", "Answer with `decision`: allow or deny.");
        else if (said.Answers is not null)
            throw ApiException.BadRequest("no_choice", "This question has nothing to choose from.", "Answer with `decision`: allow or deny.");
    }

    private static void RequireAnswers(ResolvePermissionRequest said, PermissionRequested asked)
    {
        var questions = asked.Questions ?? [];
        if (said.UpdatedInput is not null)
            throw ApiException.BadRequest("bad_answer", "This is answered with `answers`, and its input stays as it is.");
        if (said.Answers is null && asked.Kind == QuestionKind.Form && questions.TrueForAll(static field => field.Field is { Required: false }))
            return;
        if (said.Answers is null)
            throw ApiException.BadRequest("answers_needed", "This question wants an answer, and yes alone is none.", HowToAnswer(questions));
        if (ChoiceAnswers.ComplaintAbout(AnswersOf(said.Answers, questions), questions) is { } complaint)
            throw ApiException.BadRequest("bad_answers", complaint, HowToAnswer(questions));
    }

    private static string HowToAnswer(ImmutableList<ChoiceQuestion> questions) =>
        "Send `answers`, each question with an option or words of your own: " + string.Join("; ", questions.Select(static question =>
            $"\"{question.Question}\": {(question.Options.Count > 0 ? string.Join(", ", question.Options.Select(static option => option.Label)) : question.Hint)}"));

    /// <summary>A question may be named by its header, and by nothing where it is the only one.</summary>
    private static ImmutableSortedDictionary<string, ImmutableList<string>> AnswersOf(
        IReadOnlyDictionary<string, IReadOnlyList<string>> answers, ImmutableList<ChoiceQuestion> questions)
    {
        var read = ImmutableSortedDictionary.CreateBuilder<string, ImmutableList<string>>(StringComparer.Ordinal);
        foreach (var (name, chosen) in answers)
            read[NameOf(name, questions)] = [.. chosen];
        return read.ToImmutable();
    }

    private static string NameOf(string name, ImmutableList<ChoiceQuestion> questions) =>
        questions.Exists(question => question.Question == name) ? name
        : name.Length == 0 && questions is [var only] ? only.Question
        : questions.FindAll(question => question.Header == name) is [var headed] ? headed.Question
        : name;

    private static RememberScope? RememberOf(string? scope) => scope switch
    {
        null => null,
        "session" => RememberScope.Session,
        "agent" => RememberScope.Agent,
        _ => throw ApiException.BadRequest("bad_remember", "`remember` is true, \"session\" or \"agent\"."),
    };

    /// <summary>In one line and without the client's layout: agents are spoken to in lines.</summary>
    private static RawJson InputOf(JsonElement input)
    {
        if (input.ValueKind != JsonValueKind.Object)
            throw ApiException.BadRequest("bad_input", "`updatedInput` is an object, as the input that was asked about.");
        var json = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(json, Readable))
            input.WriteTo(writer);
        var text = System.Text.Encoding.UTF8.GetString(json.WrittenSpan);
        return IsShallow(text) ? new RawJson(text) : throw ApiException.BadRequest("bad_input", $"`updatedInput` is nested more than {DeepestInput} deep.");
    }

    private static bool IsShallow(string json)
    {
        try
        {
            using var _ = JsonDocument.Parse(json, new JsonDocumentOptions { MaxDepth = DeepestInput });
            return true;
        }
        catch (JsonException)
        {
            return false;
        }
    }
}
