using System.Text.Json;
using Steward.Daemon.Journal;
using Steward.Domain.Events;
using Steward.Domain.Permissions;
using Steward.Domain.Sessions;
using Steward.Protocol.Errors;
using Steward.Protocol.Permissions;

namespace Steward.Daemon.Permissions;

/// <summary>Questions and their outcomes in the words of the wire.</summary>
internal static class PermissionViews
{
    public static PermissionView Of(SessionState state, StoredEvent stored, PermissionRequested asked) => new()
    {
        RequestId = asked.RequestId.Value,
        SessionId = state.Id.Value,
        TurnId = asked.TurnId.Value,
        ToolName = asked.ToolName,
        Args = Parse(asked.Args),
        Kind = Word(asked.Kind),
        Questions = asked.Questions?.ConvertAll(static question => new ChoiceQuestionView(
            question.Question, question.Options.ConvertAll(static option => new ChoiceOptionView(option.Label, option.Description)), question.Header, question.MultiSelect)
        {
            Hint = question.Hint,
            Field = question.Field is { } field ? new FormFieldView(Word(field.Kind)) { Required = field.Required, Least = field.Least, Most = field.Most } : null,
        }),
        Address = asked.Address,
        OfHelper = asked.OfHelper,
        Description = asked.Description,
        Directory = state.Directory,
        RequestedAt = stored.At,
        Deadline = asked.Deadline,
    };

    public static ResolvePermissionAnswer Of(PermissionResolved resolved, bool conflict) => new(!conflict, conflict, Word(resolved.Decision), resolved.DecidedBy)
    {
        Error = conflict ? new ErrorBody("already_resolved", "conflict", $"It was decided before: {Word(resolved.Decision)}, by {resolved.DecidedBy}.", Retryable: false) : null,
        Reason = resolved.Reason,
        EndTurn = resolved.EndTurn,
        UpdatedInput = resolved.UpdatedInput is { } input ? Parse(input) : null,
        Answers = resolved.Answers?.ToDictionary(static pair => pair.Key, static IReadOnlyList<string> (pair) => pair.Value),
        Remembered = resolved.Remembered?.Written(),
        RememberedFor = resolved.RememberedFor is { } scope ? Word(scope) : null,
        NotRemembered = resolved.NotRemembered,
    };

    public static string Word<T>(T word) where T : struct, Enum => JsonNamingPolicy.SnakeCaseLower.ConvertName(word.ToString());

    private static JsonElement Parse(RawJson json)
    {
        using var document = JsonDocument.Parse(json.Text);
        return document.RootElement.Clone();
    }
}
