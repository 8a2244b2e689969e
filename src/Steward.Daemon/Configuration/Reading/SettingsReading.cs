using System.Collections.Immutable;

namespace Steward.Daemon.Configuration.Reading;

/// <summary>One reading of all layers: what the values are judged by, and what was found wrong.</summary>
internal sealed class SettingsReading(Func<string, string?> environment, IReadOnlyCollection<string> runtimes)
{
    // A file that is no configuration at all must not be answered with a hundred thousand lines.
    public const int MaxProblems = 100;

    private readonly List<Found> _problems = [];
    private readonly Dictionary<string, Place> _places = new(StringComparer.Ordinal);

    public FileText? Text { get; set; }

    public IReadOnlyCollection<string> Runtimes => runtimes;

    /// <summary>Of the agent that is being read: what relative paths in its rules start from.</summary>
    public string? Workspace { get; set; }

    public ImmutableList<SettingsProblem> Problems => _problems.Count == 0
        ? []
        : [.. _problems.OrderBy(static found => found.Place.Source).ThenBy(static found => found.Place.Offset).Select(static found => found.Problem)];

    public IReadOnlyDictionary<string, Place> Places => _places;

    public string? Variable(string name) => environment(name) is { Length: > 0 } value ? value : null;

    public void Took(string key, Place place) => _places[key] = place;

    public void Report(Place place, string key, string message)
    {
        if (_problems.Count >= MaxProblems) return;
        if (_problems.Count == MaxProblems - 1) message = "too much is wrong here; what follows was not looked at";
        var (line, column) = place.Name is null && Text is not null ? Text.At(place.Offset) : (0, 0);
        _problems.Add(new Found(place, new SettingsProblem(place.Source, place.Name ?? Text?.Path ?? "", line, column, key, message)));
    }

    public void Expected(ConfigNode node, string key, string expected) => Report(node.Place, key, $"expected {expected}, not {node.Kind}");

    /// <summary>The members of an object without those that were said twice: which of the two was meant is the owner's to say.</summary>
    public IEnumerable<ConfigMember> Once(ConfigObject section, string key)
    {
        var seen = new Dictionary<string, Place>(StringComparer.Ordinal);
        foreach (var member in section.Members)
            if (seen.TryAdd(member.Name, member.Place))
                yield return member;
            else
                Report(member.Place, Below(key, member.Name), $"said twice; the first is {Spot(seen[member.Name])}");
    }

    public static string Below(string key, string name) => key.Length == 0 ? Shown.Name(name) : $"{key}.{Shown.Name(name)}";

    private sealed record Found(Place Place, SettingsProblem Problem);

    private string Spot(Place place) => Text?.At(place.Offset) is var (line, column) ? $"at line {line}, column {column}" : "before it";
}
