using Steward.Chaos.Tests.Instances;
using Steward.Protocol.Client;
using Steward.Protocol.Turns;

namespace Steward.Chaos.Tests.Ledgers;

/// <summary>
/// Sends messages with intents and acknowledgements fsynced to files of its own. Most are sent again until they are answered; one in five is
/// tried once and given up, so that there are messages whose fate only the journal knows.
/// </summary>
internal sealed class Writer : IDisposable
{
    private readonly string _name;
    private readonly string _session;
    private readonly StewardClient _patient, _hasty;
    private readonly SyncedLines _intents, _acks;
    private readonly Follower _follower;
    private readonly Random _chance;
    private volatile bool _asking;

    public Writer(string name, string session, Instance instance, Follower follower, Random chance)
    {
        (_name, _session, _follower, _chance) = (name, session, follower, chance);
        var ledger = instance.PathOf($"ledger-{session}");
        MessageOf = id => new Message(id, session, ledger);
        _patient = instance.NewClient(TimeSpan.FromSeconds(5));
        _hasty = instance.NewClient(TimeSpan.Zero);
        _intents = new SyncedLines(instance.PathOf($"{name}.intents"));
        _acks = new SyncedLines(instance.PathOf($"{name}.acks"));
    }

    /// <summary>How many of the session's turns wait or run before it says no more.</summary>
    public int MostOpen { get; init; } = 6;

    public Func<string, Message> MessageOf { get; init; }

    public List<Message> Intended { get; } = [];

    public Dictionary<string, SubmitTurnAnswer> Acknowledged { get; } = [];

    /// <summary>A request is on its way at this moment.</summary>
    public bool IsAsking => _asking;

    /// <summary>Until <paramref name="enough"/>; then what was begun is still brought to its end, or <paramref name="limit"/> ends all.</summary>
    public async Task WriteAsync(CancellationToken enough, CancellationToken limit)
    {
        for (var number = 1; !enough.IsCancellationRequested; number++)
        {
            if (_follower.Open(Acknowledged.Count) >= MostOpen)
            {
                await Task.Delay(TimeSpan.FromMilliseconds(5), TimeProvider.System, limit);
                continue;
            }
            var message = MessageOf($"{_name}-{number}");
            Intended.Add(message);
            _intents.Add(message.Id);
            _asking = true;
            var answer = _chance.Next(5) == 0 ? await OnceAsync(message, limit) : await UntilAnsweredAsync(message, limit);
            _asking = false;
            if (answer is null) continue;
            _acks.Add(message.Id);
            Acknowledged[message.Id] = answer;
        }
    }

    public void Dispose()
    {
        _intents.Dispose();
        _acks.Dispose();
    }

    private static SubmitTurnRequest RequestOf(Message message) => new() { Content = message.Content, RequestId = message.Id };

    private async Task<SubmitTurnAnswer?> OnceAsync(Message message, CancellationToken limit)
    {
        try
        {
            return await _hasty.SubmitAsync(_session, RequestOf(message), limit);
        }
        catch (DaemonException trouble) when (Passes(trouble))
        {
            return null;
        }
    }

    private async Task<SubmitTurnAnswer> UntilAnsweredAsync(Message message, CancellationToken limit)
    {
        while (true)
        {
            try
            {
                return await _patient.SubmitAsync(_session, RequestOf(message), limit);
            }
            catch (DaemonException trouble) when (Passes(trouble))
            {
                await Task.Delay(TimeSpan.FromMilliseconds(20), TimeProvider.System, limit);
            }
        }
    }

    private static bool Passes(DaemonException trouble) =>
        trouble is NoAnswerException or NotRunningException or RefusedException { Status: 401 or 429 or 503 or 507 };
}
