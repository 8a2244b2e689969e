using System.Text;

namespace Steward.Cli.Logs;

/// <summary>The end of a file, found from behind: a log may be far larger than what anybody wants to see of it.</summary>
internal static class LogTail
{
    private const int Block = 64 << 10;

    /// <summary>The last lines, and the length up to which they were read.</summary>
    public static (List<string> Lines, long End) Read(string path, int count)
    {
        using var file = File.OpenHandle(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        var end = RandomAccess.GetLength(file);
        var start = StartOf(file, end, count);
        var bytes = new byte[end - start];
        var got = RandomAccess.Read(file, bytes, start);
        // A line that is being written is left for whoever follows.
        var whole = bytes.AsSpan(0, got).LastIndexOf((byte)'\n') + 1;
        var text = Encoding.UTF8.GetString(bytes, 0, whole);
        return ([.. text.Split('\n').SkipLast(1).TakeLast(count)], start + whole);
    }

    private static long StartOf(Microsoft.Win32.SafeHandles.SafeFileHandle file, long end, int count)
    {
        var block = new byte[Block];
        var newlines = 0;
        for (var at = end; at > 0;)
        {
            var from = Math.Max(0, at - Block);
            var got = RandomAccess.Read(file, block.AsSpan(0, (int)(at - from)), from);
            for (var i = got - 1; i >= 0; i--)
                if (block[i] == '\n' && ++newlines > count) return from + i + 1;
            at = from;
        }
        return 0;
    }
}
