using Steward.Daemon.Files;
using Steward.Daemon.Journal;
using static Steward.Daemon.Tests.Journal.JournalFixture;

namespace Steward.Daemon.Tests.Journal;

public sealed class SchemaTests
{
    [Fact]
    public async Task A_newer_schema_is_refused_and_not_a_byte_of_it_changes()
    {
        await using var fixture = new JournalFixture();
        await fixture.AppendAsync("a", 0, Event());
        await fixture.Journal.DisposeAsync();
        using (var database = Database.ForWriting(fixture.Options.DatabasePath)) database.Execute("PRAGMA user_version = 99");
        var before = Contents(fixture.Options.Folder);

        var refusal = Assert.Throws<NewerSchemaException>(() => SqliteJournal.Open(fixture.Options));
        Assert.Equal(99, refusal.Found);
        Assert.Equal(before, Contents(fixture.Options.Folder));
    }

    [Fact]
    public async Task A_newer_schema_that_is_only_in_the_log_is_refused_untouched_too()
    {
        await using var fixture = new JournalFixture();
        await fixture.Journal.DisposeAsync();
        using var copy = new TemporaryFolder();
        using (var database = Database.ForWriting(fixture.Options.DatabasePath))
        {
            database.Execute("PRAGMA user_version = 99");
            foreach (var file in Directory.GetFiles(fixture.Options.Folder, "steward.db*")) File.Copy(file, copy.At(Path.GetFileName(file)));
        }

        Assert.True(new FileInfo(copy.At("steward.db-wal")).Length > 0);
        var before = Contents(copy.Path);
        Assert.Throws<NewerSchemaException>(() => SqliteJournal.Open(fixture.Options with { Folder = copy.Path }));
        Assert.Equal(before, Contents(copy.Path));
    }

    [Fact]
    public async Task A_migration_applies_whole_and_once_and_keeps_what_was_there()
    {
        await using var fixture = new JournalFixture();
        await fixture.AppendAsync("a", 0, Event("1"));
        await fixture.Journal.DisposeAsync();
        string[] migrations = [.. Schema.Migrations, "CREATE TABLE later (name TEXT)"];
        using (var database = Database.ForWriting(fixture.Options.DatabasePath))
        {
            for (var twice = 0; twice < 2; twice++) Schema.Migrate(database, migrations, new DurableSteps(null));
            Assert.Equal(migrations.Length, database.Scalar("PRAGMA user_version"));
            Assert.Equal(1, database.Scalar("SELECT count(*) FROM events"));
            Schema.Verify(database);
            Assert.ThrowsAny<Exception>(() => Schema.Migrate(database, [.. migrations, "CREATE TABLE half (name TEXT); nonsense"], new DurableSteps(null)));
        }

        using var again = Database.ForWriting(fixture.Options.DatabasePath);
        Assert.Equal(migrations.Length, again.Scalar("PRAGMA user_version"));
        Assert.Equal(0, again.Scalar("SELECT count(*) FROM sqlite_master WHERE name = 'half'"));
    }

    [Fact]
    public async Task The_files_are_the_owners_alone()
    {
        await using var fixture = new JournalFixture();
        await fixture.AppendAsync("a", 0, Event());
        Assert.Equal(OwnerFiles.FolderMode, File.GetUnixFileMode(fixture.Options.Folder));
        foreach (var file in Directory.GetFiles(fixture.Options.Folder)) Assert.Equal(OwnerFiles.FileMode, File.GetUnixFileMode(file));
    }

    [Fact]
    public async Task A_database_that_is_a_link_is_refused()
    {
        await using var fixture = new JournalFixture();
        await fixture.Journal.DisposeAsync();
        var elsewhere = fixture.Options.DatabasePath + ".elsewhere";
        File.Move(fixture.Options.DatabasePath, elsewhere);
        File.CreateSymbolicLink(fixture.Options.DatabasePath, elsewhere);
        Assert.Throws<UnsafeFileException>(() => SqliteJournal.Open(fixture.Options));
    }

    private static Dictionary<string, string> Contents(string folder) => Directory.GetFiles(folder)
        .ToDictionary(file => Path.GetFileName(file), file => Convert.ToHexString(System.Security.Cryptography.SHA256.HashData(File.ReadAllBytes(file))));
}
