namespace Steward.Cli.Markdown;

/// <summary>A block of code that began with its row of marks, and ends with as many.</summary>
internal sealed record Fence(char Mark, int Count, int Indent)
{
    private const string Margin = "  ";

    public static Fence? Begin(string line)
    {
        var text = line.TrimStart(' ');
        if (text.Length < 3 || text[0] is not ('`' or '~')) return null;
        var count = text.Length - text.TrimStart(text[0]).Length;
        // `code` that stands alone in a line is no block.
        return count < 3 || (text[0] == '`' && text[count..].Contains('`', StringComparison.Ordinal)) ? null : new Fence(text[0], count, line.Length - text.Length);
    }

    public bool IsEndedBy(string line)
    {
        var text = line.Trim();
        return text.Length >= Count && text.All(letter => letter == Mark);
    }

    public bool MayBecomeEnd(string partial) => partial.Trim() is { Length: > 0 } text && text.All(letter => letter == Mark);

    /// <summary>Set off from what stands around it, and not further right than it was within that.</summary>
    public string Indented(string line)
    {
        var strip = Math.Min(Indent, line.Length - line.TrimStart(' ').Length);
        return string.Concat(Margin, new string(' ', Indent), line.AsSpan(strip));
    }
}
