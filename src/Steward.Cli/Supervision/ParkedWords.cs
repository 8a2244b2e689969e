using Steward.Cli.Terminals;
using Steward.Protocol.Client;

namespace Steward.Cli.Supervision;

/// <summary>Why no daemon is started any more: in one line, or, where there are several reasons, one in each line.</summary>
internal static class ParkedWords
{
    public static IReadOnlyList<string> Of(ParkedRecord parked)
    {
        var reasons = parked.Message.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        return reasons is [var only] ? [$"parked ({SafeText.Line(only)})"] : ["parked", .. reasons.Select(static reason => $"    {SafeText.Line(reason)}")];
    }
}
