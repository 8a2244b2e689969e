using System.Globalization;
using Steward.Cli.Terminals;
using Steward.Protocol.Sessions;

namespace Steward.Cli.Events;

/// <summary>How far a window of the account is used, in words.</summary>
internal static class WindowText
{
    private const string Allowed = "allowed", Rejected = "rejected";

    /// <summary>Null for a window that has room: nobody needs to hear of that while something else is going on.</summary>
    public static string? Warning(WindowView window) => window.Status switch
    {
        Allowed => null,
        Rejected => $"the account's {Name(window)} is used up{Overage(window)}{Reset(window)}",
        _ => $"the account's {Name(window)} is nearly used up{Used(window)}{Reset(window)}",
    };

    public static string Of(WindowView window) =>
        $"{Name(window)}:{(window.Utilisation is null ? $" {SafeText.Line(window.Status).Replace('_', ' ')}" : Used(window))}{(window.Status == Rejected ? " used up" : "")}{Reset(window)}";

    private static string Name(WindowView window) => window.Window switch
    {
        "five_hour" => "5-hour limit",
        "seven_day" => "weekly limit",
        "usage" => "limit",
        var other => $"{SafeText.Line(other).Replace('_', ' ')} limit",
    };

    private static string Used(WindowView window) =>
        window.Utilisation is { } used ? string.Create(CultureInfo.InvariantCulture, $" ({used * 100:0} % used)") : "";

    private static string Overage(WindowView window) =>
        window.OverageDisabledReason is { } why ? $" (nothing is paid for more: {SafeText.Line(why).Replace('_', ' ')})" : "";

    private static string Reset(WindowView window) =>
        window.ResetsAt is { } at ? string.Create(CultureInfo.InvariantCulture, $"; it resets at {at.ToLocalTime():yyyy-MM-dd HH:mm}") : "";
}
