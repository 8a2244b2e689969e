using System.Globalization;
using Steward.Cli.Logs;
using Steward.Cli.Tests.Support;

namespace Steward.Cli.Tests.Logs;

public sealed class LogTailTests : IDisposable
{
    private readonly TestSurroundings surroundings = new();

    public void Dispose() => surroundings.Dispose();

    private string Day(int day) => Path.Combine(surroundings.Home.LogDirectory, $"daemon-2026-01-0{day}.log");

    private void Write(int day, int lines) =>
        TestSurroundings.Write(Day(day), string.Concat(Enumerable.Range(1, lines).Select(line => Line(day, line) + "\n")));

    private static string Line(int day, int line) =>
        $$"""{"ts":"2026-01-0{{day}}T10:{{(line % 60).ToString("00", CultureInfo.InvariantCulture)}}:00Z","level":"info","msg":"line {{line}} of {{day}}"}""";

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(50)]
    [InlineData(200)]
    public void As_many_lines_come_as_were_asked_for(int count)
    {
        Write(1, 200);
        var (lines, end) = LogTail.Read(Day(1), count);
        Assert.Equal(Enumerable.Range(201 - count, count).Select(line => Line(1, line)), lines);
        Assert.Equal(new FileInfo(Day(1)).Length, end);
    }

    [Fact]
    public void Lines_longer_than_a_block_are_found_whole()
    {
        var wide = new string('x', 200_000);
        TestSurroundings.Write(Day(1), $"{wide}\n{wide}\n{wide}\n");
        Assert.Equal([wide, wide], LogTail.Read(Day(1), 2).Lines);
    }

    [Fact]
    public void A_line_that_is_being_written_is_left_for_later()
    {
        TestSurroundings.Write(Day(1), "one\ntwo\nthr");
        var (lines, end) = LogTail.Read(Day(1), 10);
        Assert.Equal(["one", "two"], lines);
        Assert.Equal(8, end);
    }

    [Fact]
    public void The_day_before_fills_up_what_today_lacks()
    {
        Write(1, 10);
        Write(2, 3);
        Assert.Equal([Line(1, 9), Line(1, 10), Line(2, 1), Line(2, 2), Line(2, 3)], DaemonLog.Tail(surroundings.Context, 5, since: null).Lines);
    }

    [Fact]
    public void Only_what_is_newer_comes_when_that_is_asked_for()
    {
        Write(2, 30);
        var (lines, _) = DaemonLog.Tail(surroundings.Context, 50, new DateTimeOffset(2026, 1, 2, 10, 28, 0, TimeSpan.Zero));
        Assert.Equal([Line(2, 28), Line(2, 29), Line(2, 30)], lines);
    }

    [Fact]
    public async Task Following_shows_what_is_appended_and_the_file_of_the_next_day()
    {
        Write(1, 1);
        var end = DaemonLog.Length(surroundings.Home);
        using var stop = new CancellationTokenSource();
        var following = DaemonLog.FollowAsync(surroundings.Context, end, LogFormat.Raw, stop.Token);
        await using (var more = File.AppendText(Day(1))) await more.WriteAsync("second\nthi");
        await using (var more = File.AppendText(Day(1))) await more.WriteAsync("rd\n");
        await SeenAsync("third\n");
        TestSurroundings.Write(Day(2), "a new day\n");
        await SeenAsync("a new day\n");
        await stop.CancelAsync();
        await following;
        Assert.Equal("second\nthird\na new day\n", surroundings.Screen.Out);
    }

    [Fact]
    public void Json_lines_stay_json_whatever_a_dying_program_wrote()
    {
        Assert.Equal("""{"line":"Unhandled exception."}""", LogLine.Render("Unhandled exception.", LogFormat.Json));
        Assert.Equal(Line(1, 1), LogLine.Render(Line(1, 1), LogFormat.Json));
    }

    private async Task SeenAsync(string text)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        using var look = new PeriodicTimer(TimeSpan.FromMilliseconds(20));
        while (!surroundings.Screen.Out.EndsWith(text, StringComparison.Ordinal)) await look.WaitForNextTickAsync(limit.Token);
    }
}
