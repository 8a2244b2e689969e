using System.Text;
using FsCheck;
using FsCheck.Fluent;
using Steward.Daemon.Journal;
using static Steward.Daemon.Tests.Journal.JournalFixture;

namespace Steward.Daemon.Tests.Journal;

public sealed class ModelTests
{
    private abstract record Step;

    private sealed record Append(string Session, int Events, long SeqError, string? Key, bool WithState) : Step;

    private sealed record Delete(string Session) : Step;

    private sealed record Reopen : Step;

    private static Gen<string> Session => Gen.Elements("a", "b", "c/d", "'; DROP TABLE events; --");

    private static Gen<Step> AnyStep => Gen.Frequency(
        (12, from session in Session
             from events in Gen.Choose(0, 4)
             from error in Gen.Frequency((8, Gen.Constant(0)), (1, Gen.Elements(-1, 1)))
             from key in Gen.Frequency((3, Gen.Constant<string?>(null)), (1, Gen.Elements<string?>("k1", "k2", "k3")))
             from state in Gen.Elements(true, false)
             select (Step)new Append(session, events, error, key, state)),
        (1, Session.Select(session => (Step)new Delete(session))),
        (2, Gen.Constant((Step)new Reopen())));

    [Fact]
    public void Any_sequence_of_appends_deletions_and_reopenings_equals_the_model() =>
        Check.One(
            Config.QuickThrowOnFailure.WithMaxTest(25),
            Prop.ForAll(Arb.From(AnyStep.ListOf()), steps => RunAsync([.. steps]).GetAwaiter().GetResult()));

    private static async Task<bool> RunAsync(Step[] steps)
    {
        await using var fixture = new JournalFixture();
        var model = new Model();
        foreach (var step in steps)
        {
            switch (step)
            {
                case Append append:
                    await AppendAsync(fixture, model, append);
                    break;
                case Delete delete:
                    await fixture.Journal.DeleteSessionAsync(delete.Session, CancellationToken.None);
                    model.Delete(delete.Session);
                    break;
                case Reopen:
                    await fixture.ReopenAsync();
                    break;
            }
        }

        model.AssertSame(fixture.Journal);
        return true;
    }

    private static async Task AppendAsync(JournalFixture fixture, Model model, Append append)
    {
        var seq = model.LastSeq(append.Session);
        var batch = Batch(append.Session, seq + append.SeqError, [.. Enumerable.Range(0, append.Events).Select(i => Event($"{{\"n\":{i}}}"))]) with
        {
            State = append.WithState ? (ReadOnlyMemory<byte>?)Encoding.UTF8.GetBytes($"{{\"after\":{seq}}}") : null,
            Keys = append.Key is null ? [] : [new IdempotencyRecord { Scope = "s", Key = append.Key, RequestHash = new byte[32], Status = 200 }],
        };
        Exception? refusal = null;
        try
        {
            await fixture.Journal.AppendAsync(batch, CancellationToken.None);
        }
        catch (JournalRefusalException refused)
        {
            refusal = refused;
        }

        Assert.Equal(model.Append(batch), refusal?.GetType());
    }

    private sealed class Model
    {
        private readonly Dictionary<string, List<string>> _sessions = [];
        private readonly Dictionary<string, string> _states = [];
        private readonly Dictionary<string, string> _keys = [];
        private readonly HashSet<string> _gone = [];

        public long LastSeq(string session) => _sessions.GetValueOrDefault(session)?.Count ?? 0;

        public Type? Append(JournalBatch batch)
        {
            if (_gone.Contains(batch.Session)) return typeof(SessionGoneException);
            if (LastSeq(batch.Session) != batch.ExpectedSeq) return typeof(SequenceMismatchException);
            if (batch.Keys.Any(key => _keys.ContainsKey(key.Key))) return typeof(KeyTakenException);
            foreach (var key in batch.Keys) _keys[key.Key] = batch.Session;
            if (!_sessions.TryGetValue(batch.Session, out var events)) _sessions[batch.Session] = events = [];
            events.AddRange(batch.Events.Select(e => Encoding.UTF8.GetString(e.Body.Span)));
            if (batch.State is { } state) _states[batch.Session] = Encoding.UTF8.GetString(state.Span);
            return null;
        }

        public void Delete(string session)
        {
            _gone.Add(session);
            _sessions.Remove(session);
            _states.Remove(session);
            foreach (var key in _keys.Where(key => key.Value == session).ToList()) _keys.Remove(key.Key);
        }

        public void AssertSame(IJournal journal)
        {
            Assert.Equal(_sessions.Keys.Order(), journal.ListSessions(100, null, true).Select(row => row.Session).Order());
            foreach (var (session, events) in _sessions)
            {
                var read = journal.ReadSession(session, 0, 1000, long.MaxValue);
                Assert.Equal(events, read.Select(e => e.Text()));
                Assert.Equal(Enumerable.Range(1, events.Count).Select(seq => (long)seq), read.Select(e => e.Seq));
                Assert.Equal(_states.GetValueOrDefault(session), journal.LoadState(session)!.State is { } state ? Encoding.UTF8.GetString(state.Span) : null);
            }

            var all = journal.ReadAll(0, 10_000, long.MaxValue);
            Assert.Equal(_sessions.Values.Sum(events => events.Count), all.Count);
            Assert.Equal(all.Select(e => e.Gseq).Distinct().Order(), all.Select(e => e.Gseq));
            foreach (var key in (string[])["k1", "k2", "k3"]) Assert.Equal(_keys.GetValueOrDefault(key), journal.FindKey("s", key)?.Session);
        }
    }
}
