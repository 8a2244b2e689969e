using System.Globalization;
using Steward.Cli.Terminals;
using Steward.Protocol.Events;

namespace Steward.Cli.Events;

/// <summary>That the agent's service did not serve it, and when it is asked again.</summary>
internal static class RetryText
{
    public static string Of(TurnRetryPayload again) => string.Create(
        CultureInfo.InvariantCulture,
        $"not served ({SafeText.Line(again.Reason)}); try {again.Attempt} of {again.Of} in {Durations.Exact(TimeSpan.FromMilliseconds(again.DelayMs))}");
}
