using System.Text.Json;
using System.Text.Json.Serialization;
using Steward.Protocol.Errors;

namespace Steward.Protocol.Permissions;

/// <summary>A question that waits for its owner, with the exact bytes that will run. <see cref="Kind"/>: permission, choice, plan, form or link.</summary>
public sealed record PermissionView
{
    public required string RequestId { get; init; }

    public required string SessionId { get; init; }

    public required string TurnId { get; init; }

    public required string ToolName { get; init; }

    public required JsonElement Args { get; init; }

    public string Kind { get; init; } = "permission";

    /// <summary>Of a choice: what is to be chosen. Of a form: its fields.</summary>
    public IReadOnlyList<ChoiceQuestionView>? Questions { get; init; }

    /// <summary>Of a link: what is to be opened.</summary>
    public string? Address { get; init; }

    public string? Description { get; init; }

    /// <summary>A helper that the agent started asks, and not the agent itself.</summary>
    public bool OfHelper { get; init; }

    /// <summary>The folder that it will run in.</summary>
    public string? Directory { get; init; }

    public required DateTimeOffset RequestedAt { get; init; }

    public required DateTimeOffset Deadline { get; init; }
}

public sealed record ChoiceQuestionView(string Question, IReadOnlyList<ChoiceOptionView> Options, string? Header = null, bool MultiSelect = false)
{
    /// <summary>What must be known to answer it.</summary>
    public string? Hint { get; init; }

    /// <summary>Of a form: what may stand there. Its options are all that there are.</summary>
    public FormFieldView? Field { get; init; }
}

/// <summary><paramref name="Kind"/>: text, number, whole_number or yes_no.</summary>
public sealed record FormFieldView(string Kind)
{
    public bool Required { get; init; }

    /// <summary>Of a number its value, of a text its length, of several options how many.</summary>
    public decimal? Least { get; init; }

    public decimal? Most { get; init; }
}

public sealed record ChoiceOptionView(string Label, string? Description = null);

/// <summary>An answer: <see cref="Decision"/> is allow or deny, and with <see cref="Answers"/> it goes without saying.</summary>
public sealed record ResolvePermissionRequest(string? Decision = null)
{
    /// <summary>Older clients say allow and deny so.</summary>
    public bool? Approved { get; init; }

    /// <summary>session or agent; true means session.</summary>
    [JsonConverter(typeof(RememberConverter))]
    public string? Remember { get; init; }

    public string? Reason { get; init; }

    public string? DecidedBy { get; init; }

    /// <summary>Older clients repeat the id of the path here; when given it must agree.</summary>
    public string? RequestId { get; init; }

    /// <summary>With deny: the turn ends too.</summary>
    public bool EndTurn { get; init; }

    /// <summary>With allow: runs instead of what was asked about.</summary>
    public JsonElement? UpdatedInput { get; init; }

    /// <summary>To each question of a choice a text, or a list of them.</summary>
    [JsonConverter(typeof(AnswersConverter))]
    public IReadOnlyDictionary<string, IReadOnlyList<string>>? Answers { get; init; }
}

/// <summary><paramref name="Conflict"/>: it had been decided before; the other fields tell that outcome.</summary>
public sealed record ResolvePermissionAnswer(bool Ok, bool Conflict, string Decision, string DecidedBy)
{
    /// <summary>The same in a sentence, as every refusal has one.</summary>
    public ErrorBody? Error { get; init; }

    public string? Reason { get; init; }

    public bool EndTurn { get; init; }

    public JsonElement? UpdatedInput { get; init; }

    [JsonConverter(typeof(AnswersConverter))]
    public IReadOnlyDictionary<string, IReadOnlyList<string>>? Answers { get; init; }

    /// <summary>The rule that spares this question from now on.</summary>
    public string? Remembered { get; init; }

    public string? RememberedFor { get; init; }

    /// <summary>Why nothing is remembered, though it was wished.</summary>
    public string? NotRemembered { get; init; }
}
