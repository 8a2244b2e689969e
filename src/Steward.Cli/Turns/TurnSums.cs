using System.Globalization;
using Steward.Cli.Terminals;
using Steward.Protocol.Events;

namespace Steward.Cli.Turns;

/// <summary>What a turn took, in a line.</summary>
internal static class TurnSums
{
    public static string Of(TurnStatsView stats)
    {
        var parts = new List<string> { $"done in {Durations.Exact(TimeSpan.FromMilliseconds(stats.Elapsed))}" };
        if (stats.Tokens > 0) parts.Add(string.Create(CultureInfo.InvariantCulture, $"{stats.Tokens} tokens"));
        if (stats.ToolCalls > 0) parts.Add(string.Create(CultureInfo.InvariantCulture, $"{stats.ToolCalls} tool {(stats.ToolCalls == 1 ? "call" : "calls")}"));
        if (stats.CostUsd is > 0 and var cost) parts.Add(string.Create(CultureInfo.InvariantCulture, $"${cost:0.00##}"));
        return string.Join(" · ", parts);
    }
}
