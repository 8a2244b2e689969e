using System.Collections.Immutable;
using System.Text;
using Steward.Domain.Agents;

namespace Steward.Daemon.Sessions;

/// <summary>
/// Holds streamed words for a moment, so that a burst of tokens becomes a few events. The first words of a burst pass at once, and
/// anything that is not words takes what is held along.
/// </summary>
internal sealed class WordBuffer(TimeProvider time)
{
    private const int MaxReports = 4096;
    private const int MaxLetters = 64 << 10;

    private static readonly TimeSpan Window = TimeSpan.FromMilliseconds(30);

    private readonly List<AgentReport> _held = [];
    private long _lastWords;
    private int _letters;
    private bool _urgent;

    public List<AgentReport> Intake { get; } = [];

    public bool IsEmpty => _held.Count == 0;

    /// <summary>Takes in what was read; answers whether it must be told now.</summary>
    public bool Collect()
    {
        foreach (var report in Intake)
        {
            _urgent |= report is not (AgentWords or AgentThoughts);
            _letters += report is AgentWords or AgentThoughts ? TextOf(report).Length : 0;
            _held.Add(report);
        }
        Intake.Clear();
        return _held.Count > 0 && (_urgent || _held.Count >= MaxReports || _letters >= MaxLetters || Remaining() <= TimeSpan.Zero);
    }

    /// <summary>How long what is held may still wait.</summary>
    public TimeSpan Remaining() => _lastWords == 0 ? TimeSpan.Zero : Window - time.GetElapsedTime(_lastWords);

    public ImmutableList<AgentReport> Release()
    {
        var merged = ImmutableList.CreateBuilder<AgentReport>();
        for (var at = 0; at < _held.Count;)
            merged.Add(Merge(ref at));
        Clear();
        _lastWords = time.GetTimestamp();
        return merged.ToImmutable();
    }

    public void Clear()
    {
        _held.Clear();
        (_urgent, _letters) = (false, 0);
    }

    private AgentReport Merge(ref int at)
    {
        var first = _held[at++];
        if (first is not (AgentWords or AgentThoughts) || at == _held.Count || _held[at].GetType() != first.GetType())
            return first;
        var text = new StringBuilder(TextOf(first));
        for (; at < _held.Count && _held[at].GetType() == first.GetType(); at++)
            text.Append(TextOf(_held[at]));
        return first is AgentWords ? new AgentWords(text.ToString()) : new AgentThoughts(text.ToString());
    }

    private static string TextOf(AgentReport report) => report switch
    {
        AgentWords words => words.Text,
        AgentThoughts thoughts => thoughts.Text,
        _ => throw new ArgumentException("Only words are merged.", nameof(report)),
    };
}
