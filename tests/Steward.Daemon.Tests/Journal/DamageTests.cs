using System.Text;
using Steward.Daemon.Journal;

namespace Steward.Daemon.Tests.Journal;

/// <summary>
/// Whatever happens to the bytes of the files: never a crash, never a wrong event, and what is lost is said, in the replay or the report.
/// </summary>
public sealed class DamageTests : IAsyncLifetime
{
    private readonly TemporaryFolder _folder = new();
    private KnownJournal _closed = null!;
    private KnownJournal _killed = null!;

    public async ValueTask InitializeAsync()
    {
        _closed = await KnownJournal.WriteAsync(_folder.At("closed"), clean: true);
        _killed = await KnownJournal.WriteAsync(_folder.At("killed"), clean: false);
    }

    public ValueTask DisposeAsync()
    {
        _folder.Dispose();
        return ValueTask.CompletedTask;
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public async Task A_flipped_bit_anywhere_in_the_database_is_never_served(int seed)
    {
        var random = new Random(seed);
        for (var i = 0; i < 60; i++) await CheckAsync(_closed, "steward.db", Flip(random));
    }

    [Theory]
    [InlineData(4)]
    [InlineData(5)]
    [InlineData(6)]
    public async Task A_flipped_bit_anywhere_in_the_log_is_never_served(int seed)
    {
        var random = new Random(seed);
        for (var i = 0; i < 60; i++) await CheckAsync(_killed, "steward.db-wal", Flip(random));
    }

    [Fact]
    public async Task A_flipped_bit_in_each_byte_of_the_header_is_never_served()
    {
        for (var at = 0; at < 100; at++) await CheckAsync(_closed, "steward.db", bytes => FlipAt(bytes, at, at % 8));
    }

    [Fact]
    public async Task A_file_cut_anywhere_is_never_served_as_whole()
    {
        var random = new Random(7);
        for (var i = 0; i < 30; i++) await CheckAsync(_closed, "steward.db", Cut(random), everythingNamed: false);
        foreach (var length in (int[])[0, 1, 99, 100, 4095, 4096, 4097, 8192]) await CheckAsync(_closed, "steward.db", bytes => bytes[..length], false);
    }

    [Fact]
    public async Task Whole_pages_of_zeros_or_of_noise_cost_only_their_own_rows()
    {
        var random = new Random(8);
        for (var page = 0; page < _closed.Pages; page++)
        {
            await CheckAsync(_closed, "steward.db", bytes => Overwrite(bytes, page, _ => (byte)0));
            await CheckAsync(_closed, "steward.db", bytes => Overwrite(bytes, page, _ => (byte)random.Next(256)));
        }
    }

    [Theory]
    [InlineData("")]
    [InlineData("{}")]
    [InlineData("\uFEFF{\"sessions\":[]}")]
    public async Task Another_files_content_is_kept_aside(string content)
    {
        using var copy = _closed.Copy();
        copy.Change("steward.db", _ => Encoding.UTF8.GetBytes(content));
        var report = await copy.CheckAsync(everythingNamed: false);
        Assert.Equal(Encoding.UTF8.GetBytes(content), await File.ReadAllBytesAsync(report!.KeptAs, TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task A_database_that_is_gone_while_its_log_is_not_is_salvaged_from_the_log()
    {
        using var copy = _killed.Copy();
        copy.Remove("steward.db");
        var report = await copy.CheckAsync(everythingNamed: false);
        Assert.True(report!.EventsKept > 0);
    }

    [Fact]
    public async Task A_salvage_keeps_all_that_is_readable_and_names_exactly_what_is_not()
    {
        using var copy = _closed.Copy();
        var body = Encoding.UTF8.GetBytes(KnownJournal.Body("s1", 7));
        copy.Change("steward.db", bytes =>
        {
            bytes[bytes.AsSpan().IndexOf(body) + 3] ^= 0x20;
            bytes[5] ^= 1;
            return bytes;
        });
        var report = await copy.CheckAsync();
        var loss = Assert.Single(report!.Losses);
        Assert.Equal(("s1", false, false), (loss.Session, loss.StateLost, loss.EndUnknown));
        Assert.Equal([new SeqRange(7, 7)], loss.Events);
        Assert.Equal(_closed.Events.Values.Sum(events => events.Count) - 1, report.EventsKept);
    }

    [Fact]
    public async Task A_damaged_row_is_said_in_the_replay_and_its_neighbours_are_served()
    {
        using var copy = _closed.Copy();
        var body = Encoding.UTF8.GetBytes(KnownJournal.Body("s1", 7));
        copy.Change("steward.db", bytes =>
        {
            bytes[bytes.AsSpan().IndexOf(body) + 3] ^= 0x20;
            return bytes;
        });
        await using var journal = copy.Open();
        var page = journal.ReadSession("s1", 5, 3, long.MaxValue);
        Assert.Equal([KnownJournal.Body("s1", 6), "{\"fromSeq\":7,\"toSeq\":7}", KnownJournal.Body("s1", 8)], page.Select(e => e.Text()));
        Assert.Equal(JournalEventTypes.Damaged, page[1].Type);
        Assert.Null(journal.Find("s1", 7));
        Assert.Empty(journal.Salvages);
    }

    [Fact]
    public async Task Damage_that_was_read_is_salvaged_at_the_next_start_and_then_known()
    {
        using var copy = _closed.Copy();
        var body = Encoding.UTF8.GetBytes(KnownJournal.Body("s1", 7));
        copy.Change("steward.db", bytes =>
        {
            bytes[bytes.AsSpan().IndexOf(body) + 3] ^= 0x20;
            return bytes;
        });
        var reports = new List<IReadOnlyList<SalvageReport>>();
        for (var start = 0; start < 4; start++)
        {
            await using var journal = copy.Open();
            reports.Add(journal.Salvages);
            Assert.Equal(["{\"fromSeq\":7,\"toSeq\":7}"], journal.ReadSession("s1", 6, 1, long.MaxValue).Select(e => e.Text()));
            Assert.Empty(journal.Holes("s1"));
        }

        Assert.Equal([new SeqRange(7, 7)], Assert.Single(reports[1][0].Losses).Events);
        Assert.Equal([0, 1, 1, 1], reports.Select(known => known.Count));
    }

    [Fact]
    public async Task A_log_broken_before_its_end_gives_up_none_of_the_commits_behind()
    {
        using var copy = _killed.Copy();
        // The first frame of the log: SQLite alone would drop the whole of it without a word.
        copy.Change("steward.db-wal", bytes => FlipAt(bytes, 32 + 24 + 4000, 1));
        var report = await copy.CheckAsync();
        Assert.NotNull(report);
    }

    private static async Task CheckAsync(KnownJournal known, string file, Func<byte[], byte[]> damage, bool everythingNamed = true)
    {
        using var copy = known.Copy();
        copy.Change(file, damage);
        await copy.CheckAsync(everythingNamed);
    }

    private static Func<byte[], byte[]> Flip(Random random) => bytes => FlipAt(bytes, random.Next(bytes.Length), random.Next(8));

    private static Func<byte[], byte[]> Cut(Random random) => bytes => bytes[..random.Next(bytes.Length)];

    private static byte[] FlipAt(byte[] bytes, int at, int bit)
    {
        bytes[at] ^= (byte)(1 << bit);
        return bytes;
    }

    private static byte[] Overwrite(byte[] bytes, int page, Func<int, byte> with)
    {
        for (var i = page * 4096; i < (page + 1) * 4096; i++) bytes[i] = with(i);
        return bytes;
    }
}
