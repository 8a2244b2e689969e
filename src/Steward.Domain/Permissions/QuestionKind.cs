namespace Steward.Domain.Permissions;

public enum QuestionKind
{
    /// <summary>May this tool run?</summary>
    Permission,

    /// <summary>Which of these? Yes alone is no answer to it.</summary>
    Choice,

    /// <summary>Is this plan good?</summary>
    Plan,
}
