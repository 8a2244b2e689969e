using System.Collections.Immutable;

namespace Steward.Domain.Permissions;

using Answers = ImmutableSortedDictionary<string, ImmutableList<string>>;

/// <summary>Whether answers answer what was asked: each question, and nothing else. An answer that is none of the options is the owner's own words.</summary>
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
        }
        var open = questions.Find(question => !answers.ContainsKey(question.Question));
        return open is null ? null : $"\"{open.Question}\" has no answer.";
    }
}
