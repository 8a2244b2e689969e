using System.Text.Json;
using Steward.Runtimes.Texts;

namespace Steward.Runtimes.Demo;

/// <summary>A message that was answered, and the answer.</summary>
internal sealed record DemoExchange(Guid Uuid, string Content, IReadOnlyList<string> Replies, bool Interrupted, long Prompt, long Completion)
{
    /// <summary>What was said into it and answered with it.</summary>
    public Guid[]? Taken { get; init; }
}

/// <summary>
/// The conversation, kept across processes: a file that is only ever appended to, one exchange a line. A line is on the disk before its answer is
/// said to be done; one that was torn by a crash counts for nothing, and its message is answered again.
/// </summary>
internal sealed class DemoMemory : IDisposable
{
    private const int LongestHeading = 160;
    private const int LargestNotes = 32 << 10;

    private readonly FileStream _file;
    private readonly Dictionary<Guid, (long Offset, int Length)> _answered = [];
    private readonly HashSet<Guid> _taken = [];
    private readonly List<string> _asked = [];

    private DemoMemory(FileStream file, string? notes) => (_file, Notes) = (file, notes);

    /// <summary>What stood in the agent's own <c>MEMORY.md</c> when its process started.</summary>
    public string? Notes { get; }

    /// <summary>The beginnings of the messages that were answered, the oldest first.</summary>
    public IReadOnlyList<string> Asked => _asked;

    public static string FileOf(string home, string session) => Path.Combine(home, "demo", session + ".jsonl");

    public static DemoMemory Open(DemoOptions options)
    {
        var path = FileOf(options.Home, options.Session);
        var folder = Path.GetDirectoryName(path)!;
        Directory.CreateDirectory(folder, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        if (new FileInfo(path).LinkTarget is not null)
            throw new IOException($"{path} is a link, and is not written through.");
        var isNew = !File.Exists(path);
        if (isNew && options.ForkOf is { } other && File.Exists(Path.Combine(folder, other + ".jsonl")))
            Copy(Path.Combine(folder, other + ".jsonl"), path);
        var memory = new DemoMemory(new FileStream(path, new FileStreamOptions
        {
            Mode = FileMode.OpenOrCreate,
            Access = FileAccess.ReadWrite,
            Share = FileShare.ReadWrite,
            UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite,
            BufferSize = 0,
        }), NotesIn(Path.Combine(options.Home, "MEMORY.md")));
        if (isNew)
            FileSync.FlushFolder(folder);
        memory.Load();
        return memory;
    }

    /// <summary>Whole or not at all: a copy that a crash has cut off is begun again.</summary>
    private static void Copy(string from, string to)
    {
        File.Copy(from, to + ".new", overwrite: true);
        File.Move(to + ".new", to);
    }

    public DemoExchange? Find(Guid uuid)
    {
        if (!_answered.TryGetValue(uuid, out var place))
            return null;
        var line = new byte[place.Length];
        _file.Seek(place.Offset, SeekOrigin.Begin);
        _file.ReadExactly(line);
        return Parse(line);
    }

    public bool HasTaken(Guid steer) => _taken.Contains(steer);

    public void Keep(DemoExchange exchange)
    {
        var json = JsonSerializer.SerializeToUtf8Bytes(exchange, DemoJson.Default.DemoExchange);
        var line = new byte[json.Length + 2];
        // It also ends a line that a crash has torn.
        line[0] = line[^1] = (byte)'\n';
        json.CopyTo(line, 1);
        var offset = _file.Seek(0, SeekOrigin.End);
        _file.Write(line);
        _file.Flush(flushToDisk: true);
        Index(exchange, offset + 1, json.Length);
    }

    public void Dispose() => _file.Dispose();

    private static string? NotesIn(string file)
    {
        if (new FileInfo(file) is not { Exists: true, LinkTarget: null, Length: > 0 and <= LargestNotes })
            return null;
        return File.ReadAllText(file).Trim() is { Length: > 0 } notes ? notes : null;
    }

    private void Load()
    {
        var offset = 0L;
        // A line is never read while it is longer than what fits in memory: each was written by Keep.
        var lines = new LineReader(_file, int.MaxValue / 4);
        while (lines.TryRead(out var line, out _))
        {
            if (Parse(line) is { } exchange)
                Index(exchange, offset, line.Length);
            offset += line.Length + 1;
        }
    }

    private void Index(DemoExchange exchange, long offset, int length)
    {
        _answered[exchange.Uuid] = (offset, length);
        _taken.UnionWith(exchange.Taken ?? []);
        var heading = exchange.Content.Trim();
        var end = heading.AsSpan().IndexOfAny('\r', '\n');
        _asked.Add(PrintableText.Short(end < 0 ? heading : heading[..end], LongestHeading));
    }

    private static DemoExchange? Parse(ReadOnlySpan<byte> line)
    {
        if (line.IsEmpty)
            return null;
        try
        {
            return JsonSerializer.Deserialize(line, DemoJson.Default.DemoExchange) is { Content: not null, Replies: not null } exchange
                ? exchange
                : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
