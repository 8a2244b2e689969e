using System.Collections.Concurrent;

namespace Steward.Daemon.Lifecycle;

/// <summary>What the owner should know, a sentence each, shown by <c>steward status</c>.</summary>
internal sealed class Notices
{
    private const int Kept = 32;

    private readonly ConcurrentQueue<string> _sentences = [];
    private readonly ConcurrentDictionary<string, string> _standing = new(StringComparer.Ordinal);

    public IReadOnlyList<string> All => [.. _standing.OrderBy(static entry => entry.Key, StringComparer.Ordinal).Select(static entry => entry.Value), .. _sentences];

    /// <summary>One sentence about one thing, for as long as it is true; null takes it back. Answers whether it is a new one.</summary>
    public bool Keep(string about, string? sentence)
    {
        var before = _standing.GetValueOrDefault(about);
        if (sentence is null)
            _standing.TryRemove(about, out _);
        else
            _standing[about] = sentence;
        return sentence is not null && sentence != before;
    }

    public void Add(params IEnumerable<string> sentences)
    {
        foreach (var sentence in sentences)
            _sentences.Enqueue(sentence);
        while (_sentences.Count > Kept)
            _sentences.TryDequeue(out _);
    }
}
