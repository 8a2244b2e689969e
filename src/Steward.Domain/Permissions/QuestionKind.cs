namespace Steward.Domain.Permissions;

public enum QuestionKind
{
    /// <summary>May this tool run?</summary>
    Permission,

    /// <summary>Which of these? Yes alone is no answer to it.</summary>
    Choice,

    /// <summary>Is this plan good?</summary>
    Plan,

    /// <summary>What stands in these fields? They go to a server of the agent's, and a form without fields is a yes or no.</summary>
    Form,

    /// <summary>Will you open this address?</summary>
    Link,
}

internal static class QuestionKinds
{
    /// <summary>It comes from a server of the agent's, and no tool waits to run.</summary>
    public static bool IsOfServer(this QuestionKind kind) => kind is QuestionKind.Form or QuestionKind.Link;
}
