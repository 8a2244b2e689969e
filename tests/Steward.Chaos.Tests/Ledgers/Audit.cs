using Steward.Protocol.Events;

namespace Steward.Chaos.Tests.Ledgers;

/// <summary>
/// What must hold of a session after any storm: nothing acknowledged is lost, nothing that finished ran twice, no gap, no duplicate, no half.
/// Each breach is a sentence.
/// </summary>
internal class Audit(History history, bool onlyTheDaemonDied)
{
    private readonly List<string> _breaches = [];

    /// <summary>Messages that their owner cancelled.</summary>
    public IReadOnlyList<string> Cancelled { get; init; } = [];

    public IReadOnlyList<string> Breaches => _breaches;

    public int Turns { get; private set; }

    public int Interrupted { get; protected set; }

    protected History History => history;

    public Audit Check(IReadOnlyList<Message> intended, IReadOnlyDictionary<string, string> acknowledged, IReadOnlyList<string> ledger)
    {
        Sequences(history.Events);
        var turns = TurnsByMessage(intended);
        foreach (var (message, turn) in acknowledged)
            Require(turns.GetValueOrDefault(message) == turn, $"{message} was acknowledged as {turn}, and is {turns.GetValueOrDefault(message) ?? "nowhere"} on disk");
        var traces = ledger.GroupBy(static line => line).ToDictionary(static lines => lines.Key, static lines => lines.Count());
        foreach (var message in intended)
        {
            if (turns.GetValueOrDefault(message.Id) is { } turn) Run(message.Id, turn, traces);
            else Require(!HasRun(message.Id, traces), $"{message.Id} is not on disk, and ran");
        }
        if (onlyTheDaemonDied) NoAgentDied();
        return this;
    }

    public Audit SameAs(IEnumerable<EventEnvelope> heard, string when)
    {
        var stored = history.Events.ToDictionary(static happened => happened.Seq, History.BytesOf);
        var last = 0L;
        foreach (var happened in heard)
        {
            Require(happened.Seq == last + 1, $"{when}: event {happened.Seq} came after {last}");
            last = happened.Seq;
            Require(stored.GetValueOrDefault(happened.Seq) == History.BytesOf(happened), $"{when}: event {happened.Seq} has other bytes than on disk");
        }
        Require(last == history.Events.Count, $"{when}: {last} of {history.Events.Count} events");
        return this;
    }

    private void Sequences(IReadOnlyList<EventEnvelope> events)
    {
        var (seq, gseq) = (0L, 0L);
        foreach (var happened in events)
        {
            Require(happened.Seq == seq + 1, $"event {happened.Seq} follows {seq}");
            Require(happened.Gseq > gseq, $"gseq {happened.Gseq} follows {gseq}");
            (seq, gseq) = (happened.Seq, happened.Gseq);
        }
    }

    private Dictionary<string, string> TurnsByMessage(IReadOnlyList<Message> intended)
    {
        var byContent = intended.ToDictionary(static message => message.Content, static message => message.Id);
        var turns = new Dictionary<string, string>();
        foreach (var queued in history.Named(EventKind.Queued))
        {
            Turns++;
            if (byContent.GetValueOrDefault(queued.Payload.GetProperty("content").GetString()!) is not { } message) continue;
            Require(turns.TryAdd(message, History.TurnOf(queued)), $"{message} was queued twice");
        }
        return turns;
    }

    protected virtual bool HasRun(string message, Dictionary<string, int> traces) => traces.ContainsKey($"started {message}");

    protected virtual void Run(string message, string turn, Dictionary<string, int> traces)
    {
        var (started, finished) = (traces.GetValueOrDefault($"started {message}"), traces.GetValueOrDefault($"finished {message}"));
        var attempts = 1 + Of(turn, EventKind.Interrupted).Count();
        Require(started <= attempts, $"{message} was started {started} times in {attempts} attempts");
        Require(finished <= 1, $"{message} was finished {finished} times");
        if (onlyTheDaemonDied) Require(attempts == 1, $"{message} was interrupted, though only the daemon died");
        var stops = StopsOf(message, turn);
        if (stops is [{ Event: EventKind.Done } done, ..])
        {
            Require(started >= 1 && finished == 1, $"{message} is done, was started {started} and finished {finished} times");
            Require(Texts(EventKind.Token, turn).EndsWith(Texts(EventKind.Message, turn), StringComparison.Ordinal) || attempts > 1,
                $"{message}: the words are not its text");
        }
        else if (stops is [{ Event: EventKind.Error } error, ..])
        {
            Interrupted++;
            var code = error.Payload.GetProperty("code").GetString();
            Require(code == "interrupted", $"{message} ended with the error {code}: {error.Payload.GetProperty("message").GetString()}");
        }
        else if (stops.Count == 1 && !Cancelled.Contains(message)) _breaches.Add($"{message} was cancelled by nobody");
    }

    protected List<EventEnvelope> StopsOf(string message, string turn)
    {
        var stops = history.Events.Where(happened => EventKind.IsStop(happened.Event) && History.TurnOf(happened) == turn).ToList();
        Require(stops.Count == 1, $"{message} has {stops.Count} ends");
        return stops;
    }

    protected IEnumerable<EventEnvelope> Of(string turn, string name) => history.Named(name).Where(happened => History.TurnOf(happened) == turn);

    protected string Texts(string name, string turn) => string.Concat(Of(turn, name).Select(static happened => happened.Payload.GetProperty("text").GetString()));

    private void NoAgentDied()
    {
        var started = history.Named(EventKind.ProcessStarted).Count();
        var exited = history.Named(EventKind.ProcessExited).Count();
        Require(started <= 1 && exited == 0, $"only the daemon died, and {started} agents were started, {exited} ended");
    }

    protected void Require(bool holds, string otherwise)
    {
        if (!holds) _breaches.Add($"{history.Session}: {otherwise}");
    }
}
