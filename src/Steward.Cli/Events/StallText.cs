using Steward.Cli.Terminals;
using Steward.Protocol.Events;

namespace Steward.Cli.Events;

/// <summary>How long nothing was heard of a turn, and why that may be.</summary>
internal static class StallText
{
    public static string Of(TurnStalledPayload stalled) =>
        $"nothing heard for {Durations.Exact(TimeSpan.FromMilliseconds(stalled.SilentMs))}: {SafeText.Line(stalled.Cause)}";
}
