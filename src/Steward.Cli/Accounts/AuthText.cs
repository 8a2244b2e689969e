using System.Globalization;
using Steward.Cli.Terminals;
using Steward.Protocol.Accounts;

namespace Steward.Cli.Accounts;

/// <summary>What is known of an account, in lines.</summary>
internal static class AuthText
{
    private const string Missing = "<missing>";

    /// <summary>The sweep that everybody who runs these agents knows by heart, with its labels.</summary>
    public static IEnumerable<string> Sweep(AuthView auth)
    {
        yield return $"expiresAt: {(auth.ExpiresAt is { } end ? Iso(end) : Missing)}";
        yield return $"now:       {Iso(auth.Now)}";
        yield return $"expired  : {auth.Expired}";
        foreach (var line in Overage(auth.CachedExtraUsageDisabledReason, auth.Grants))
            yield return line;
    }

    public static IEnumerable<string> Overage(string? reason, IReadOnlyList<GrantView> grants)
    {
        yield return $"cachedExtraUsageDisabledReason: {SafeText.Line(reason ?? "None")}";
        foreach (var grant in grants)
        {
            yield return $" grant: {SafeText.Line(grant.Info.GetRawText())}";
            yield return $" cached at: {(grant.CachedAt is { } at ? Iso(at) : Missing)}";
        }
    }

    public static IEnumerable<string> Causes(AuthView auth, Style style)
    {
        foreach (var cause in auth.Causes)
        {
            var place = cause.Number is { } number ? string.Create(CultureInfo.InvariantCulture, $"{number}.") : "  ";
            yield return $"{place} {(cause.Passed ? style.Green("pass") : style.Red("FAIL"))}  {cause.Title}: {SafeText.Line(cause.Evidence)}";
        }
    }

    public static string Verdict(AuthView auth) => $"verdict: {auth.Verdict}{(auth.Age is { } age ? $": {age}" : "")}";

    /// <summary>Days are rounded: who made a token for a year just now has a year.</summary>
    public static string Left(TimeSpan span) =>
        span.TotalDays >= 2 ? string.Create(CultureInfo.InvariantCulture, $"~{Math.Round(span.TotalDays):0}d") : $"~{Durations.Rough(span)}";

    public static string Iso(DateTimeOffset at) => at.ToUniversalTime().ToString("yyyy-MM-dd'T'HH:mm:sszzz", CultureInfo.InvariantCulture);
}
