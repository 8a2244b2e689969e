using System.Collections.Immutable;
using System.Globalization;

namespace Steward.Runtimes.Demo;

/// <summary>What the demo agent is started with.</summary>
internal sealed record DemoOptions(string Session, string Home)
{
    /// <summary>The session whose conversation it begins with.</summary>
    public string? ForkOf { get; init; }

    /// <summary>Between two words; null for a pace that looks alive.</summary>
    public TimeSpan? Pace { get; init; }

    /// <summary>Messages that begin with <c>#script</c> are carried out line by line, for tests.</summary>
    public bool Scripts { get; init; }

    // A small program that lives as long as its session: quick to start, and with nothing left in the temporary folder when it is killed.
    public static ImmutableSortedDictionary<string, string> RuntimeSettings { get; } =
        ImmutableSortedDictionary.Create<string, string>(StringComparer.Ordinal)
            .Add("DOTNET_EnableDiagnostics", "0")
            .Add("DOTNET_TieredPGO", "0")
            .Add("DOTNET_gcServer", "0")
            .Add("DOTNET_gcConcurrent", "0");

    public static DemoOptions? Parse(string[] args)
    {
        if (args is not ["--session", var session, "--home", var home, .. var rest] || !IsFileName(session) || !Path.IsPathRooted(home))
            return null;
        var forkOf = rest is ["--fork-of", var other] && IsFileName(other) ? other : null;
        if (rest.Length > 0 && forkOf is null)
            return null;
        return new DemoOptions(session, home)
        {
            ForkOf = forkOf,
            Pace = int.TryParse(Environment.GetEnvironmentVariable("STEWARD_DEMO_PACE_MS"), NumberStyles.None, CultureInfo.InvariantCulture, out var ms)
                ? TimeSpan.FromMilliseconds(ms)
                : null,
            Scripts = Environment.GetEnvironmentVariable("STEWARD_DEMO_SCRIPT") == "1",
        };
    }

    private static bool IsFileName(string session) =>
        session.Length is > 0 and <= 100 && session.All(static c => char.IsAsciiLetterOrDigit(c) || c is '_' or '-');
}
