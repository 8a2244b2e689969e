namespace Steward.Runtimes.Demo.Requests;

/// <summary>A message as its words: what matters is which of them are there, not how politely.</summary>
internal sealed class Wording
{
    private static readonly string[] Courtesies =
        ["please ", "could you ", "can you ", "would you ", "will you ", "i want you to ", "i'd like you to ", "now ", "then ", "just ", "and ", "ok ", "okay ", "hey, "];

    private readonly HashSet<string> _words;

    public Wording(string content)
    {
        Text = WithoutCourtesy(content.Trim());
        Words = [.. Text.Split([' ', '\t', '\n', '\r'], StringSplitOptions.RemoveEmptyEntries).Select(static word => word.Trim(',', ';', '!', '?', ':', '"', '\'', '(', ')').TrimEnd('.'))];
        _words = new HashSet<string>(Words, StringComparer.OrdinalIgnoreCase);
    }

    public string Text { get; }

    public IReadOnlyList<string> Words { get; }

    public bool HasAny(params ReadOnlySpan<string> words)
    {
        foreach (var word in words)
            if (_words.Contains(word))
                return true;
        return false;
    }

    public bool Says(params ReadOnlySpan<string> phrases)
    {
        foreach (var phrase in phrases)
            if (Text.Contains(phrase, StringComparison.OrdinalIgnoreCase))
                return true;
        return false;
    }

    public bool Begins(params ReadOnlySpan<string> phrases)
    {
        foreach (var phrase in phrases)
            if (Text.StartsWith(phrase, StringComparison.OrdinalIgnoreCase))
                return true;
        return false;
    }

    /// <summary>The word behind one of these, as it was written.</summary>
    public string? After(params ReadOnlySpan<string> words)
    {
        for (var i = 0; i + 1 < Words.Count; i++)
            foreach (var word in words)
                if (Words[i].Equals(word, StringComparison.OrdinalIgnoreCase))
                    return Words[i + 1];
        return null;
    }

    /// <summary>What stands between these quotation marks, if anything.</summary>
    public string? Quoted(char open, char close)
    {
        var start = Text.IndexOf(open);
        var end = start < 0 ? -1 : Text.IndexOf(close, start + 1);
        return end > start + 1 ? Text[(start + 1)..end] : null;
    }

    private static string WithoutCourtesy(string text)
    {
        while (Courtesies.FirstOrDefault(courtesy => text.StartsWith(courtesy, StringComparison.OrdinalIgnoreCase)) is { } found)
            text = text[found.Length..].TrimStart();
        return text;
    }
}
