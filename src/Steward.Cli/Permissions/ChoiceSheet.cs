using System.Globalization;
using Steward.Protocol.Permissions;

namespace Steward.Cli.Permissions;

/// <summary>The questions of a choice, or the fields of a form, answered one after the other, by number, by label, or in words of one's own.</summary>
internal sealed class ChoiceSheet(IReadOnlyList<ChoiceQuestionView> questions)
{
    private const string LeftOut = "-";

    private readonly Dictionary<string, IReadOnlyList<string>> answers = [];
    private readonly HashSet<string> leftOut = [];

    public IReadOnlyDictionary<string, IReadOnlyList<string>> Answers => answers;

    public ChoiceQuestionView? Next => questions.FirstOrDefault(question => !answers.ContainsKey(question.Question) && !leftOut.Contains(question.Question));

    /// <summary>Every question with its numbered options.</summary>
    public string Text => string.Join("\n", questions.Select(static question =>
        $"{(question.Header is { Length: > 0 } header ? $"[{header}] " : "")}{question.Question}{(question.MultiSelect ? " (several, with commas)" : "")}"
        + (question.Hint is { Length: > 0 } hint ? $"\n  {hint.Replace("\n", "\n    ", StringComparison.Ordinal)}" : "")
        + string.Concat(question.Options.Select(static (option, index) => string.Create(
            CultureInfo.InvariantCulture, $"\n  {index + 1}) {option.Label}{(option.Description is { Length: > 0 } more ? $": {more}" : "")}")))));

    /// <summary>Answers the next question; no and stop are no answers, unless an option says so.</summary>
    public bool TryAnswer(string said)
    {
        if (Next is not { } question || said.Length == 0) return false;
        if (said == LeftOut && question is { Field.Required: false } && LabelOf(question, said) is null) return leftOut.Add(question.Question);
        var chosen = Chosen(question, said);
        if (chosen is [var own] && own == said && IsRefusal(said) && question.Options.All(option => option.Label != own)) return false;
        answers[question.Question] = chosen;
        return true;
    }

    public void BeginAnew()
    {
        answers.Clear();
        leftOut.Clear();
    }

    public static IReadOnlyList<string> Chosen(ChoiceQuestionView question, string said)
    {
        if (LabelOf(question, said) is { } one) return [one];
        var parts = said.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        var labels = parts.Select(part => LabelOf(question, part)).OfType<string>().Distinct().ToList();
        return question.MultiSelect && parts.Length > 1 && labels.Count == parts.Distinct().Count() ? labels : [said];
    }

    private static bool IsRefusal(string said) =>
        said.ToLowerInvariant() is "n" or "no" or "s" or "stop" || said.StartsWith("n ", StringComparison.Ordinal) || said.StartsWith("s ", StringComparison.Ordinal);

    private static string? LabelOf(ChoiceQuestionView question, string said) =>
        int.TryParse(said, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number >= 1 && number <= question.Options.Count
            ? question.Options[number - 1].Label
            : question.Field is { Kind: "yes_no" } && said.Length == 1
            ? question.Options.FirstOrDefault(option => option.Label.StartsWith(said, StringComparison.OrdinalIgnoreCase))?.Label
            : question.Options.FirstOrDefault(option => option.Label.Equals(said, StringComparison.OrdinalIgnoreCase))?.Label;
}
