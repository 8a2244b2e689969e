using System.Text;
using Steward.Daemon.Journal;

namespace Steward.Daemon.Tests.Journal;

/// <summary>A journal in a folder of its own that can be closed and opened again.</summary>
internal sealed class JournalFixture : IAsyncDisposable
{
    private readonly TemporaryFolder _folder = new();

    public JournalFixture(Func<JournalOptions, JournalOptions>? configure = null)
    {
        Options = new JournalOptions
        {
            Folder = _folder.At("daemon"),
            Published = events =>
            {
                lock (Published) Published.AddRange(events);
            },
            OnFatal = failure => Fatal.TrySetResult(failure),
            OnDamage = damage =>
            {
                lock (Damage) Damage.Add(damage);
            },
            BallastBytes = 256 << 10,
            FreeSpaceFloor = 0,
            Steps = new(null),
        };
        if (configure is not null) Options = configure(Options);
        Journal = SqliteJournal.Open(Options);
    }

    public JournalOptions Options { get; set; }

    public SqliteJournal Journal { get; private set; }

    public List<StoredEvent> Published { get; } = [];

    public List<Exception> Damage { get; } = [];

    public TaskCompletionSource<Exception> Fatal { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public static JournalEvent Event(string body = "{}", string type = "turn.token", DateTimeOffset? at = null) =>
        new(type, at ?? DateTimeOffset.UnixEpoch.AddDays(20000), Encoding.UTF8.GetBytes(body));

    public static JournalBatch Batch(string session, long expectedSeq, params JournalEvent[] events) =>
        new() { Session = session, ExpectedSeq = expectedSeq, Events = events };

    public Task<Committed> AppendAsync(string session, long expectedSeq, params JournalEvent[] events) =>
        AppendAsync(Batch(session, expectedSeq, events));

    public Task<Committed> AppendAsync(JournalBatch batch) => Journal.AppendAsync(batch, TestContext.Current.CancellationToken);

    public IReadOnlyList<StoredEvent> Read(string session, long afterSeq = 0, int max = int.MaxValue, long maxBytes = long.MaxValue) =>
        Journal.ReadSession(session, afterSeq, max, maxBytes);

    public async Task ReopenAsync(Action? between = null)
    {
        await Journal.DisposeAsync();
        between?.Invoke();
        Journal = SqliteJournal.Open(Options);
    }

    public async ValueTask DisposeAsync()
    {
        await Journal.DisposeAsync();
        _folder.Dispose();
    }
}

internal static class StoredEventText
{
    public static string Text(this StoredEvent stored) => Encoding.UTF8.GetString(stored.Body.Span);
}
