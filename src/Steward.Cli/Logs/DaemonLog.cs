using System.Text;
using Steward.Protocol.Files;

namespace Steward.Cli.Logs;

/// <summary>The daemon's log: one file a day, and a link to today's.</summary>
internal static class DaemonLog
{
    private const int Block = 1 << 20;

    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(150);

    public static long Length(StewardHome home) => Current(home) is { } path ? new FileInfo(path).Length : 0;

    /// <summary>The last lines over as many days as it takes, and where today's file ended.</summary>
    public static (List<string> Lines, long End) Tail(CommandContext context, int count, DateTimeOffset? since)
    {
        var collected = new List<string>();
        long? end = null;
        foreach (var path in NewestFirst(context.Home))
        {
            var (lines, readTo) = LogTail.Read(path, count - collected.Count);
            end ??= readTo;
            var kept = since is { } from ? [.. Since(lines, from)] : lines;
            collected.InsertRange(0, kept);
            if (collected.Count >= count || kept.Count < lines.Count) break;
        }
        return (collected, end ?? 0);
    }

    /// <summary>Writes what is appended from that offset on, over midnight too, until it is told to stop.</summary>
    public static async Task FollowAsync(CommandContext context, long offset, LogFormat format, CancellationToken stop)
    {
        var path = Current(context.Home);
        using var timer = new PeriodicTimer(Pause, context.Time);
        do
        {
            offset = path is null ? 0 : Drain(path, offset, context, format);
            var now = Current(context.Home);
            if (now == path) continue;
            if (path is not null) Drain(path, offset, context, format);
            (path, offset) = (now, 0);
        }
        while (await TickAsync(timer, stop));
        if (path is not null) Drain(path, offset, context, format);
    }

    private static async Task<bool> TickAsync(PeriodicTimer timer, CancellationToken stop)
    {
        try
        {
            return await timer.WaitForNextTickAsync(stop);
        }
        catch (OperationCanceledException)
        {
            return false;
        }
    }

    /// <summary>Writes the whole lines beyond the offset; a line that is still being written waits.</summary>
    private static long Drain(string path, long offset, CommandContext context, LogFormat format)
    {
        try
        {
            using var file = File.OpenHandle(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
            if (RandomAccess.GetLength(file) < offset) offset = 0;
            var block = new byte[Block];
            int got;
            while ((got = RandomAccess.Read(file, block, offset)) > 0)
            {
                var whole = block.AsSpan(0, got).LastIndexOf((byte)'\n') + 1;
                if (whole == 0 && got < Block) break;
                if (whole == 0) whole = got;
                foreach (var line in Encoding.UTF8.GetString(block, 0, whole).TrimEnd('\n').Split('\n'))
                    context.Terminal.Out.WriteLine(LogLine.Render(line, format));
                offset += whole;
            }
        }
        catch (IOException)
        {
            // Rotated away between the look and the open; the next look finds its successor.
        }
        return offset;
    }

    // A line without a time (a stack, a continuation) belongs to the one before it.
    private static IEnumerable<string> Since(List<string> lines, DateTimeOffset since) =>
        lines.SkipWhile(line => LogLine.TimeOf(line) is not { } at || at < since);

    private static string? Current(StewardHome home)
    {
        try
        {
            if (File.ResolveLinkTarget(home.LogLink, returnFinalTarget: true) is { Exists: true } target) return target.FullName;
        }
        catch (IOException)
        {
            // No link yet: the newest file will do.
        }
        return File.Exists(home.LogLink) ? home.LogLink : NewestFirst(home).FirstOrDefault();
    }

    private static IEnumerable<string> NewestFirst(StewardHome home) =>
        Directory.Exists(home.LogDirectory)
            ? Directory.EnumerateFiles(home.LogDirectory, "daemon-*.log").OrderDescending(StringComparer.Ordinal)
            : File.Exists(home.LogLink) ? [home.LogLink] : [];
}
