using System.Buffers;
using System.Collections.Immutable;
using System.Text;

namespace Steward.Daemon.Secrets;

/// <summary>One immutable set of known secrets, and how they are found in a text.</summary>
internal sealed class SecretSearch
{
    private readonly SearchValues<string> _anyForm;
    private readonly string[] _longestFirst;

    public SecretSearch(ImmutableHashSet<string> secrets)
    {
        Secrets = secrets;
        var forms = secrets.SelectMany(SecretForms.Of).Where(static form => form.Length > 0).Distinct().ToArray();
        _anyForm = SearchValues.Create(forms, StringComparison.Ordinal);
        Array.Sort(forms, static (one, other) => other.Length - one.Length);
        _longestFirst = forms;
    }

    public static SecretSearch None { get; } = new([]);

    public ImmutableHashSet<string> Secrets { get; }

    /// <summary>False only if there is surely nothing to hide.</summary>
    public bool MayHold(ReadOnlySpan<char> text) => text.ContainsAny(_anyForm) || text.ContainsAny(SecretPatterns.Anchors);

    /// <summary>The text with each secret replaced, or null when there is none in it.</summary>
    public string? Redact(ReadOnlySpan<char> text)
    {
        var found = Find(text);
        if (found.Count == 0) return null;
        var redacted = new StringBuilder(text.Length);
        var kept = 0;
        foreach (var (start, end) in found)
        {
            redacted.Append(text[kept..start]).Append(Redactor.Mark);
            kept = end;
        }
        return redacted.Append(text[kept..]).ToString();
    }

    // Secrets may overlap, or hold one another; what any of them covers is hidden.
    private List<(int Start, int End)> Find(ReadOnlySpan<char> text)
    {
        var found = new List<(int Start, int End)>();
        for (var at = 0; text[at..].IndexOfAny(_anyForm) is var next and >= 0; at++)
        {
            at += next;
            Add(found, at, at + LengthAt(text[at..]));
        }
        if (!text.ContainsAny(SecretPatterns.Anchors)) return found;
        for (var match = SecretPatterns.Shapes().Match(text.ToString()); match.Success; match = match.NextMatch())
            if (match.Groups["s"] is var secret)
                found.Add((secret.Index, secret.Index + secret.Length));
        found.Sort();
        var merged = new List<(int Start, int End)>(found.Count);
        foreach (var (start, end) in found)
            Add(merged, start, end);
        return merged;
    }

    private static void Add(List<(int Start, int End)> found, int start, int end)
    {
        if (found.Count > 0 && start <= found[^1].End)
            found[^1] = (found[^1].Start, Math.Max(found[^1].End, end));
        else
            found.Add((start, end));
    }

    private int LengthAt(ReadOnlySpan<char> text)
    {
        foreach (var form in _longestFirst)
            if (text.StartsWith(form, StringComparison.Ordinal))
                return form.Length;
        return 1;
    }
}
