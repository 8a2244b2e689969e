using System.Collections.Immutable;

namespace Steward.Domain.Permissions;

using Answers = ImmutableSortedDictionary<string, ImmutableList<string>>;

/// <summary>
/// Whether answers answer what was asked: each question, and nothing else. An answer that is none of the options is the owner's own words, but not in a
/// form, whose fields may be left out where they say so.
/// </summary>
public static class ChoiceAnswers
{
    public static string? ComplaintAbout(Answers answers, ImmutableList<ChoiceQuestion> questions)
    {
        foreach (var answered in answers)
        {
            if (questions.Find(question => question.Question == answered.Key) is not { } asked)
                return $"\"{answered.Key}\" was not asked.";
            if (answered.Value is not { Count: > 0 } chosen || chosen.Any(string.IsNullOrWhiteSpace))
                return $"The answer to \"{asked.Question}\" is empty.";
            if (chosen.Count > 1 && !asked.MultiSelect)
                return $"\"{asked.Question}\" takes one answer.";
            if (asked.Field?.ComplaintAbout(asked, chosen) is { } complaint)
                return complaint;
        }
        var open = questions.Find(question => question.Field is null or { Required: true } && !answers.ContainsKey(question.Question));
        return open is null ? null : $"\"{open.Question}\" has no answer.";
    }
}
