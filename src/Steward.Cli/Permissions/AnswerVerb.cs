using System.CommandLine;
using Steward.Cli.Terminals;
using Steward.Protocol.Client;
using Steward.Protocol.Permissions;

namespace Steward.Cli.Permissions;

internal sealed class AnswerVerb : DecideVerb
{
    private readonly Option<string[]> choose = new("--choose")
    {
        Description = "an option, its number, or your own words; with several questions, or fields of a form: question=answer, once for each",
        HelpName = "answer",
    };

    public AnswerVerb() : base("answer", "Choose what an agent asks you to choose") => Add(choose);

    public override string Examples => """
        steward permissions answer --choose 2
        steward permissions answer perm_026ae435 --choose "Which database?=SQLite" --choose "Colours=red,green"
        """;

    protected override ResolvePermissionRequest AnswerTo(PermissionView question, ParseResult parsed)
    {
        if (question.Questions is not { Count: > 0 } questions)
            throw new CommandException(
                "no_choice", "usage", "This question has nothing to choose from.", $"steward permissions allow {question.RequestId}, or deny", ExitCode.Usage);
        var answers = new Dictionary<string, IReadOnlyList<string>>();
        foreach (var said in parsed.GetValue(choose) ?? [])
        {
            var (asked, answer) = Split(said, questions);
            var chosen = ChoiceSheet.Chosen(asked, answer);
            answers[asked.Question] = answers.TryGetValue(asked.Question, out var before) ? [.. before, .. chosen] : chosen;
        }
        return answers.Count > 0 ? new ResolvePermissionRequest("allow") { Answers = answers } : throw NotSaid(new ChoiceSheet(questions));
    }

    /// <summary>An answer may hold "=" too, so what stands before it counts only when it names a question.</summary>
    private static (ChoiceQuestionView Question, string Answer) Split(string said, IReadOnlyList<ChoiceQuestionView> questions)
    {
        foreach (var question in questions)
            foreach (var name in (ReadOnlySpan<string?>)[question.Question, question.Header])
                if (name is { Length: > 0 } && said.StartsWith(name + "=", StringComparison.OrdinalIgnoreCase)) return (question, said[(name.Length + 1)..]);
        return questions is [var only] ? (only, said) : throw NotSaid(new ChoiceSheet(questions));
    }

    private static CommandException NotSaid(ChoiceSheet sheet) => new(
        "no_answer", "usage", $"Say for each question what you choose:\n{SafeText.Exact(sheet.Text)}",
        "steward permissions answer <request> --choose <answer>, or --choose \"question=answer\" for each of several", ExitCode.Usage);
}
