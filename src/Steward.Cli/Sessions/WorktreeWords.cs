using Steward.Cli.Terminals;
using Steward.Protocol.Sessions;

namespace Steward.Cli.Sessions;

internal static class WorktreeWords
{
    /// <summary>Where work was left behind, its owner must hear of it: nothing else names the place once the session is gone.</summary>
    public static void SayEnd(KillAnswer answer, CommandContext context)
    {
        if (answer.Worktree is not { } copy) return;
        context.Terminal.Error.WriteLine(answer.KeptBecause is { } reason
            ? $"its worktree is kept, {SafeText.Line(reason)}: {SafeText.Line(copy.Path)} (branch {SafeText.Line(copy.Branch)})"
            : "its worktree had no changes and is removed");
    }
}
