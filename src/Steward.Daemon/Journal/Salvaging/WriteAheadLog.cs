using System.Buffers.Binary;
using Microsoft.Win32.SafeHandles;

namespace Steward.Daemon.Journal.Salvaging;

/// <summary>One page as the log holds it.</summary>
internal readonly record struct LogFrame(uint Page, long Offset, bool Commits);

/// <summary>
/// Reads the -wal file as SQLite does, and then looks at what lies behind. SQLite takes the first frame with a wrong checksum for the end
/// and drops the rest in silence, acknowledged commits included. (File format: sqlite.org/fileformat.html, section 4.)
/// </summary>
internal sealed class WriteAheadLog
{
    private const int HeaderSize = 32;
    private const int FrameHeaderSize = 24;
    private const int FrameSize = FrameHeaderSize + Schema.PageSize;
    private const uint Magic = 0x377f0682;

    private readonly List<LogFrame> _frames = [];
    private readonly List<LogFrame> _behind = [];
    private bool _bigEndianSums;
    private uint _sum0;
    private uint _sum1;
    private long _firstBroken = long.MaxValue;

    private WriteAheadLog()
    {
    }

    /// <summary>Frames that SQLite believes, up to the last commit.</summary>
    public IReadOnlyList<LogFrame> Frames => _frames;

    /// <summary>Frames of the same generation behind the first one that it does not believe.</summary>
    public IReadOnlyList<LogFrame> Behind => _behind;

    public bool HeaderIsDamaged { get; private set; }

    /// <summary>
    /// Each commit is synced before the next is written, so frames behind a broken transaction prove that it was acknowledged. The very
    /// last transaction may just have been cut off by the end of the process or of the machine; only within one boot does a complete
    /// one with a broken frame mean damage, because a process leaves no holes behind.
    /// </summary>
    public bool IsDamaged(bool sameBoot)
    {
        if (HeaderIsDamaged) return true;
        var commit = _behind.FindIndex(frame => frame.Commits);
        return commit >= 0 && (commit < _behind.Count - 1 || (sameBoot && _behind[commit].Offset > _firstBroken));
    }

    public static WriteAheadLog Read(string path)
    {
        var log = new WriteAheadLog();
        if (!File.Exists(path)) return log;
        using var file = File.OpenHandle(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
        log.Read(file, RandomAccess.GetLength(file));
        return log;
    }

    private void Read(SafeFileHandle file, long length)
    {
        var frame = new byte[FrameSize];
        if (length < HeaderSize + FrameSize) return;
        var header = frame.AsSpan(0, HeaderSize);
        RandomAccess.Read(file, header, 0);
        HeaderIsDamaged = !Believe(header);
        var salts = header.Slice(16, 8).ToArray();
        if (HeaderIsDamaged)
        {
            // The generation's salts are in every frame, too.
            RandomAccess.Read(file, salts, HeaderSize + 8);
        }

        ReadFrames(file, length, frame, salts);
    }

    private void ReadFrames(SafeFileHandle file, long length, byte[] frame, byte[] salts)
    {
        var believed = !HeaderIsDamaged;
        var committed = 0;
        for (long offset = HeaderSize; offset + FrameSize <= length; offset += FrameSize)
        {
            if (RandomAccess.Read(file, frame, offset) < FrameSize) return;
            var page = BinaryPrimitives.ReadUInt32BigEndian(frame);
            var commits = BinaryPrimitives.ReadUInt32BigEndian(frame.AsSpan(4)) != 0;
            var ours = frame.AsSpan(8, 8).SequenceEqual(salts);
            believed = believed && ours && SumMatches(frame);
            if (!believed) _firstBroken = Math.Min(_firstBroken, offset + FrameHeaderSize);
            if (!ours || page == 0) continue;
            (believed ? _frames : _behind).Add(new LogFrame(page, offset + FrameHeaderSize, commits));
            if (believed && commits) committed = _frames.Count;
        }

        // What follows the last commit was never acknowledged.
        if (_behind.Count == 0) _frames.RemoveRange(committed, _frames.Count - committed);
        else MoveOpenFramesBehind(committed);
    }

    private void MoveOpenFramesBehind(int committed)
    {
        _behind.InsertRange(0, _frames.Skip(committed));
        _frames.RemoveRange(committed, _frames.Count - committed);
    }

    private bool Believe(ReadOnlySpan<byte> header)
    {
        var magic = BinaryPrimitives.ReadUInt32BigEndian(header);
        if ((magic & ~1u) != Magic) return false;
        _bigEndianSums = (magic & 1) != 0;
        Sum(header[..24]);
        return BinaryPrimitives.ReadUInt32BigEndian(header[8..]) == Schema.PageSize && SumIs(header[24..]);
    }

    private bool SumMatches(ReadOnlySpan<byte> frame)
    {
        Sum(frame[..8]);
        Sum(frame[FrameHeaderSize..]);
        return SumIs(frame[16..]);
    }

    private bool SumIs(ReadOnlySpan<byte> stored) =>
        BinaryPrimitives.ReadUInt32BigEndian(stored) == _sum0 && BinaryPrimitives.ReadUInt32BigEndian(stored[4..]) == _sum1;

    private void Sum(ReadOnlySpan<byte> bytes)
    {
        for (; bytes.Length >= 8; bytes = bytes[8..])
        {
            _sum0 += Word(bytes) + _sum1;
            _sum1 += Word(bytes[4..]) + _sum0;
        }
    }

    private uint Word(ReadOnlySpan<byte> bytes) =>
        _bigEndianSums ? BinaryPrimitives.ReadUInt32BigEndian(bytes) : BinaryPrimitives.ReadUInt32LittleEndian(bytes);
}
