using System.Collections.Immutable;

namespace Steward.Daemon.Configuration;

/// <summary>
/// The settings, and everything that is wrong with them. Whoever starts a daemon with problems in hand must not: a wrong key has its default here.
/// </summary>
public sealed record SettingsResult
{
    /// <summary>What a program answers that was refused its settings: trying again does not help.</summary>
    public const int ExitCode = 78;

    public required Settings Settings { get; init; }

    public ImmutableList<SettingsProblem> Problems { get; init; } = [];

    /// <summary>By key: <c>daemon.port</c>, <c>agents.reviewer.workspace</c>. Every key of the daemon is there, and each one of an agent that was written.</summary>
    public ImmutableSortedDictionary<string, SettingSource> Sources => SourcesWhenAsked();

    // Only who shows the settings asks; a daemon's start need not wait for it.
    internal Func<ImmutableSortedDictionary<string, SettingSource>> SourcesWhenAsked { get; init; } =
        static () => ImmutableSortedDictionary<string, SettingSource>.Empty;

    public bool IsValid => Problems.IsEmpty;
}
