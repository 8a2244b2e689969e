using System.Collections.Immutable;

namespace Steward.Domain.Permissions;

/// <summary>Something that an agent wants to know from its owner, who takes one of the options or says something else.</summary>
public sealed record ChoiceQuestion(string Question, ImmutableList<ChoiceOption> Options, string? Header = null, bool MultiSelect = false)
{
    /// <summary>What must be known to answer it.</summary>
    public string? Hint { get; init; }

    /// <summary>Of a form: what may stand there. Its options are all that there are.</summary>
    public FormField? Field { get; init; }
}

public sealed record ChoiceOption(string Label, string? Description = null);
