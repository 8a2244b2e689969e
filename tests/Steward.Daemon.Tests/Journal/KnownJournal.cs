using System.Text;
using System.Text.Json;
using Steward.Daemon.Journal;

namespace Steward.Daemon.Tests.Journal;

/// <summary>A journal whose whole content is known, closed or as a kill leaves it, to be copied, damaged and checked.</summary>
internal sealed class KnownJournal
{
    private const int Sessions = 6;
    private const int EventsInSession = 40;

    public required string Folder { get; init; }

    public Dictionary<string, Dictionary<long, StoredEvent>> Events { get; } = [];

    /// <summary>What compaction dropped: a salvage may find some of it again.</summary>
    public Dictionary<(string Session, long Seq), StoredEvent> Dropped { get; } = [];

    public Dictionary<string, List<SeqRange>> Holes { get; } = [];

    public int Pages => (int)(new FileInfo(Path.Combine(Folder, "steward.db")).Length / 4096);

    public static string Body(string session, long seq) =>
        $"{{\"of\":\"{session}/{seq}\",\"text\":\"{new string((char)('a' + seq % 26), seq % 13 == 0 ? 9000 : (int)(seq * 31 % 400))}\"}}";

    public static async Task<KnownJournal> WriteAsync(string folder, bool clean)
    {
        var known = new KnownJournal { Folder = folder };
        var options = LedgerChild.Options(folder + ".live") with { CheckpointPages = clean ? 40 : 60 };
        var journal = SqliteJournal.Open(options);
        for (var seq = 0L; seq < EventsInSession; seq += 4)
            for (var session = 0; session < Sessions; session++)
                known.Remember(await journal.AppendAsync(Batch($"s{session}", seq), CancellationToken.None));
        await journal.AppendAsync(Batch("deleted", 0), CancellationToken.None);
        await journal.DeleteSessionAsync("deleted", CancellationToken.None);
        await known.CompactAsync(journal);
        if (clean) await journal.DisposeAsync();
        CopyFolder(options.Folder, folder);
        await journal.DisposeAsync();
        return known;
    }

    public DamagedCopy Copy()
    {
        var copy = new DamagedCopy(this);
        CopyFolder(Folder, copy.Folder);
        return copy;
    }

    private static JournalBatch Batch(string session, long seq) => new()
    {
        Session = session,
        ExpectedSeq = seq,
        Events = [.. Enumerable.Range(1, 4).Select(i => new JournalEvent(
            Type(session, seq + i), DateTimeOffset.UnixEpoch.AddSeconds(seq), Encoding.UTF8.GetBytes(Body(session, seq + i))))],
        State = Encoding.UTF8.GetBytes($"{{\"seq\":{seq + 4}}}"),
        Columns = new SessionColumns { CreatedAt = DateTimeOffset.UnixEpoch, Live = true },
        Process = new ProcessMark { Launch = $"launch-{session}", Session = session, OutOffset = seq + 4 },
        Keys = [new IdempotencyRecord { Scope = session, Key = $"{seq}", RequestHash = new byte[32], Status = 200 }],
    };

    private static string Type(string session, long seq) =>
        session != "s5" ? "turn.note" : seq % 10 == 0 ? JournalEventTypes.TurnDone : JournalEventTypes.Token;

    private void Remember(Committed committed)
    {
        foreach (var stored in committed.Events)
        {
            if (!Events.TryGetValue(stored.Session, out var events)) Events[stored.Session] = events = [];
            events[stored.Seq] = stored;
        }
    }

    private async Task CompactAsync(SqliteJournal journal)
    {
        await journal.CompactTokensAsync(DateTimeOffset.UnixEpoch.AddSeconds(20), CancellationToken.None);
        Holes["s5"] = [.. journal.Holes("s5")];
        Assert.NotEmpty(Holes["s5"]);
        foreach (var hole in Holes["s5"])
            for (var seq = hole.From; seq <= hole.To; seq++)
                if (Events["s5"].Remove(seq, out var dropped)) Dropped[("s5", seq)] = dropped;
    }

    private static void CopyFolder(string from, string to)
    {
        Directory.CreateDirectory(to);
        foreach (var file in Directory.GetFiles(from, "steward.db*")) File.Copy(file, Path.Combine(to, Path.GetFileName(file)));
    }
}

internal sealed class DamagedCopy(KnownJournal known) : IDisposable
{
    private readonly TemporaryFolder _folder = new(inMemory: true);
    private string _damage = "";

    public string Folder => _folder.Path;

    public SqliteJournal Open() => SqliteJournal.Open(LedgerChild.Options(Folder) with { OnFatal = _ => { } });

    public void Change(string file, Func<byte[], byte[]> damage)
    {
        var path = _folder.At(file);
        var before = File.ReadAllBytes(path);
        var after = damage([.. before]);
        var at = before.AsSpan().CommonPrefixLength(after);
        _damage = $"{file} of {before.Length} bytes, from byte {at} on ({after.Length} bytes)";
        using var handle = File.OpenHandle(path, FileMode.Create, FileAccess.Write);
        RandomAccess.Write(handle, after, 0);
    }

    public void Remove(string file) => File.Delete(_folder.At(file));

    /// <summary>Opens, reads, appends, and opens once more, as a daemon does that is restarted when it meets damage.</summary>
    public async Task<SalvageReport?> CheckAsync(bool everythingNamed = true)
    {
        try
        {
            SalvageReport? report = null;
            for (var start = 0; start < 3; start++)
            {
                var journal = Open();
                report ??= journal.Salvages is [var first, ..] ? first : null;
                try
                {
                    CheckContent(journal, everythingNamed);
                    await AppendEverywhereAsync(journal);
                }
                catch (JournalDamagedException)
                {
                    // Said, and mended by the next start.
                }
                catch (StorageFailedException)
                {
                    // The same for the writer.
                }

                await journal.DisposeAsync();
            }

            return report;
        }
        catch (NewerSchemaException)
        {
            return null;
        }
        catch (Exception failure) when (failure is not Xunit.Sdk.XunitException)
        {
            throw new InvalidOperationException(_damage, failure);
        }
        catch (Xunit.Sdk.XunitException failure)
        {
            Assert.Fail($"{_damage}: {failure}");
            throw;
        }
    }

    private void CheckContent(SqliteJournal journal, bool everythingNamed)
    {
        var listed = journal.ListSessions(100, null, includeArchived: true).Select(row => row.Session).ToHashSet();
        // Its tombstone may be what was lost; its words stay gone.
        Assert.DoesNotContain(journal.ReadSession("deleted", 0, 100, long.MaxValue), IsContent);
        foreach (var session in known.Events.Keys)
        {
            if (everythingNamed) Assert.True(listed.Contains(session), $"{session} has vanished");
            CheckSession(journal, session);
        }

        foreach (var stored in journal.ReadAll(0, int.MaxValue, long.MaxValue).Where(IsContent))
            AssertSame(Written(stored.Session, stored.Seq), stored);
    }

    private void CheckSession(SqliteJournal journal, string session)
    {
        var next = 1L;
        foreach (var stored in journal.ReadSession(session, 0, int.MaxValue, long.MaxValue))
        {
            var from = IsContent(stored) || IsAppended(stored) ? stored.Seq : From(stored);
            Assert.True(from == next, $"{session}: {stored.Type} at {stored.Seq} follows {next - 1}");
            next = stored.Seq + 1;
            if (IsContent(stored)) AssertSame(Written(session, stored.Seq), stored);
            if (stored.Type == JournalEventTypes.Compacted) Assert.Contains(known.Holes[session], hole => hole.From <= from && stored.Seq <= hole.To);
        }

        var row = journal.LoadState(session);
        if (row?.State is { } state && row.LastSeq == 40) Assert.Equal("{\"seq\":40}", Encoding.UTF8.GetString(state.Span));
        foreach (var mark in journal.LoadProcesses().Where(mark => mark.Session == session)) Assert.Equal(40, mark.OutOffset);
        Assert.True(row is null || next > row.LastSeq, $"{session}: the replay ends at {next - 1}, the session at {row?.LastSeq}");
    }

    private static async Task AppendEverywhereAsync(SqliteJournal journal)
    {
        foreach (var row in journal.ListSessions(100, null, includeArchived: true))
            await journal.AppendAsync(
                new JournalBatch { Session = row.Session, ExpectedSeq = row.LastSeq, Events = [new JournalEvent("appended", default, "{}"u8.ToArray())] },
                CancellationToken.None);
    }

    private StoredEvent Written(string session, long seq) =>
        known.Events[session].TryGetValue(seq, out var stored) ? stored : known.Dropped[(session, seq)];

    private static bool IsAppended(StoredEvent stored) => stored.Type == "appended";

    private static bool IsContent(StoredEvent stored) =>
        !IsAppended(stored) && stored.Type is not (JournalEventTypes.Compacted or JournalEventTypes.Damaged);

    private static long From(StoredEvent range)
    {
        using var body = JsonDocument.Parse(range.Body);
        Assert.Equal(range.Seq, body.RootElement.GetProperty("toSeq").GetInt64());
        return body.RootElement.GetProperty("fromSeq").GetInt64();
    }

    private static void AssertSame(StoredEvent written, StoredEvent read)
    {
        Assert.Equal((written.Session, written.Seq, written.Gseq, written.Type, written.At), (read.Session, read.Seq, read.Gseq, read.Type, read.At));
        Assert.True(written.Body.Span.SequenceEqual(read.Body.Span), $"{read.Session}/{read.Seq} has another body");
    }

    public void Dispose() => _folder.Dispose();
}
