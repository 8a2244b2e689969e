using Steward.Cli.Editing;

namespace Steward.Cli.Tests.Editing;

public sealed class HistoryFileTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("history-").FullName;

    private string File => Path.Combine(folder, "chat-history");

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public void What_was_written_comes_back_in_order_with_its_lines()
    {
        new HistoryFile(File).Append("one");
        new HistoryFile(File).Append("two\nlines \"quoted\" 漢🙂");
        Assert.Equal(["one", "two\nlines \"quoted\" 漢🙂"], new HistoryFile(File).Load());
    }

    [Fact]
    public void It_is_its_owners_alone()
    {
        new HistoryFile(File).Append("secret");
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, System.IO.File.GetUnixFileMode(File));
    }

    [Fact]
    public void A_message_that_begins_with_a_blank_is_not_kept()
    {
        new HistoryFile(File).Append(" secret");
        Assert.Empty(new HistoryFile(File).Load());
    }

    [Fact]
    public void It_does_not_grow_for_ever()
    {
        var history = new HistoryFile(File);
        for (var i = 0; i < (2 * HistoryFile.Most) + 1; i++) history.Append($"{i}");
        var loaded = history.Load();
        Assert.Equal((HistoryFile.Most, "2000"), (loaded.Count, loaded[^1]));
        Assert.Equal(HistoryFile.Most, System.IO.File.ReadLines(File).Count());
        Assert.Equal([File], Directory.GetFiles(folder));
    }

    [Fact]
    public void Half_a_line_and_another_file_spoil_nothing()
    {
        System.IO.File.WriteAllLines(File, ["\"one\"", "\"cut of", "{}", "\"two\""]);
        Assert.Equal(["one", "two"], new HistoryFile(File).Load());
    }

    [Fact]
    public void A_link_is_not_followed()
    {
        var elsewhere = Path.Combine(folder, "elsewhere");
        System.IO.File.WriteAllLines(elsewhere, ["\"theirs\""]);
        System.IO.File.CreateSymbolicLink(File, elsewhere);
        new HistoryFile(File).Append("mine");
        Assert.Empty(new HistoryFile(File).Load());
        Assert.Equal(["\"theirs\""], System.IO.File.ReadAllLines(elsewhere));
    }

    [Fact]
    public void Without_its_folder_there_is_no_history_and_no_failure()
    {
        var history = new HistoryFile(Path.Combine(folder, "gone", "chat-history"));
        history.Append("one");
        Assert.Empty(history.Load());
    }
}
