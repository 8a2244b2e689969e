using System.Collections.Immutable;

namespace Steward.Cli.Editing;

/// <summary>Ctrl-R: the newest earlier message that holds what was typed; again, the one before it.</summary>
internal sealed record HistorySearch(ImmutableList<string> History, string Query = "", int Older = 0)
{
    public string? Found => Query.Length == 0 ? null : Matches().ElementAtOrDefault(Older);

    /// <summary>Null when the key ends the search, and is to be heard by the editor.</summary>
    public HistorySearch? Press(Key key) => key.Kind switch
    {
        KeyKind.Text => this with { Query = Query + key.Text, Older = 0 },
        KeyKind.Backspace => this with { Query = EditBuffer.AtEndOf(Query).DeleteBack().Text, Older = 0 },
        KeyKind.Search => this with { Older = Math.Min(Older + 1, Math.Max(0, Matches().Count() - 1)) },
        _ => null,
    };

    private IEnumerable<string> Matches() =>
        History.Reverse().Where(message => message.Contains(Query, StringComparison.OrdinalIgnoreCase)).Distinct();
}
