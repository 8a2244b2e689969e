using System.Globalization;
using System.Text;
using Steward.Runtimes.Demo.Tools;

namespace Steward.Runtimes.Demo;

/// <summary>A message being answered: what it says and does, until it is done or <see cref="Stopped"/>.</summary>
internal sealed class DemoTurn(DemoOptions options, DemoVoice voice, DemoInbox inbox, DemoSteers steers, CancellationToken stopped)
{
    private static readonly string ProcessTag = Guid.NewGuid().ToString("N")[..8];
    private static int _lastId;

    private readonly StringBuilder _text = new();
    private readonly List<string> _replies = [];
    private readonly List<DemoSteer> _taken = [];

    public CancellationToken Stopped => stopped;

    public DemoVoice Voice => voice;

    public DemoInbox Inbox => inbox;

    public IReadOnlyList<string> Replies => _replies;

    /// <summary>What was said into it and taken up; it is answered after what is being said.</summary>
    public IReadOnlyList<DemoSteer> Taken => _taken;

    public long Words { get; private set; }

    public DemoTools Tools => new(this);

    /// <summary>Unique over all processes of a conversation.</summary>
    public static string NewId(string kind) =>
        string.Create(CultureInfo.InvariantCulture, $"{kind}-{ProcessTag}-{Interlocked.Increment(ref _lastId)}");

    /// <summary>Streams a text word by word.</summary>
    public async Task SayAsync(string text)
    {
        for (var rest = text; rest.Length > 0;)
        {
            var word = FirstWord(rest);
            rest = rest[word.Length..];
            await SayPieceAsync(word, options.Pace ?? LivelyPace());
        }
    }

    public async Task SayPieceAsync(string piece, TimeSpan pause)
    {
        stopped.ThrowIfCancellationRequested();
        voice.Say(new DemoLine("words") { Text = piece });
        _text.Append(piece);
        Words++;
        await PauseAsync(pause);
        if (TakeSteers())
            throw new BrokenOffException();
    }

    /// <summary>True when one of them is not to wait for the end of what is being said.</summary>
    public bool TakeSteers()
    {
        var now = false;
        while (steers.TryTake(out var steer))
        {
            _taken.Add(steer);
            voice.Say(new DemoLine("took") { Uuid = steer.Uuid.ToString() });
            now |= steer.Now;
        }
        return now;
    }

    /// <summary>Words that are not remembered: there may be more of them than memory.</summary>
    public void SayFleetingly(string piece)
    {
        stopped.ThrowIfCancellationRequested();
        voice.Say(new DemoLine("words") { Text = piece });
        Words++;
    }

    public void Think(string text) => voice.Say(new DemoLine("thinking") { Text = text });

    /// <summary>The text so far is finished. Before a tool is used, and at the end.</summary>
    public void EndText()
    {
        if (_text.Length == 0)
            return;
        var text = _text.ToString();
        _text.Clear();
        _replies.Add(text);
        voice.Say(new DemoLine("message") { Text = text });
    }

    /// <summary>A pause of the answer's own, which a configured pace of zero takes out.</summary>
    public Task BreatheAsync(TimeSpan pause) => PauseAsync(options.Pace == TimeSpan.Zero ? TimeSpan.Zero : pause);

    public Task PauseAsync(TimeSpan pause) => pause > TimeSpan.Zero ? Task.Delay(pause, TimeProvider.System, stopped) : Task.CompletedTask;

    private static TimeSpan LivelyPace() => TimeSpan.FromMilliseconds(20 + Random.Shared.Next(21));

    private static string FirstWord(string text)
    {
        var end = 0;
        while (end < text.Length && char.IsWhiteSpace(text[end]))
            end++;
        while (end < text.Length && !char.IsWhiteSpace(text[end]))
            end++;
        while (end < text.Length && char.IsWhiteSpace(text[end]))
            end++;
        return text[..end];
    }
}

/// <summary>Somebody has something to say that does not wait.</summary>
internal sealed class BrokenOffException() : Exception("It was broken off by a message that does not wait.");
