using System.Text;
using Steward.Daemon.Journal;
using Steward.Domain.Agents;
using Steward.Domain.Processes;
using Steward.Domain.Turns;
using Steward.Keeper;
using Steward.Keeper.Client;
using Steward.Runtimes;

namespace Steward.Daemon.Children;

internal sealed record StartedProcess(int Pid, long StartTicks);

internal sealed record StartRefusal(string Message, TurnFailure? Failure);

/// <summary>
/// Reads what one process says, from where it was committed. Everything known of the process is kept as facts that can be looked at again,
/// so that a step that could not be committed is simply taken once more.
/// </summary>
internal sealed class ChildReader : IDisposable
{
    private const int ChunkBytes = 128 << 10;
    private const int LastWordsBytes = 2048;
    private const int SilenceBytes = 1 << 20;

    private readonly IProcessKeeper _keeper;
    private readonly Func<ReadOnlyMemory<byte>, IAgentInterpreter> _open;
    private readonly LineSplitter _output = new(OutputStream.Output);
    private readonly LineSplitter _errors = new(OutputStream.Error);
    private readonly Lock _gate = new();
    private SpoolReader? _outputSpool, _errorSpool;
    private long _outputLength, _errorLength;
    private bool _outputEnded, _errorEnded, _outputTold, _errorsTold;
    private ProcessMark? _committed;
    private volatile StartedProcess? _started;
    private volatile StartRefusal? _notStarted;
    private volatile ProcessExit? _exit;
    private volatile bool _lost;
    private bool _letGo;
    private long _refusedPiece, _offerFrom;

    public ChildReader(
        LaunchId launch, string session, IProcessKeeper keeper, Func<ReadOnlyMemory<byte>, IAgentInterpreter> open, ProcessMark? mark)
    {
        (Launch, Session, _keeper, _open, _committed) = (launch, session, keeper, open, mark);
        Interpreter = Rewound();
    }

    public LaunchId Launch { get; }

    public string Session { get; }

    public IAgentInterpreter Interpreter { get; private set; }

    /// <summary>What it was started with, and when; null for one that an earlier daemon had started.</summary>
    public (IReadOnlyList<string> Argv, DateTimeOffset At)? Begun { get; set; }

    public ProcessLogin Login { get; } = new();

    // Facts come from the keeper's thread and are read by the session's: each is one reference, so that none is seen half.
    public StartedProcess? Started => _started;

    /// <summary>Why it could not be started.</summary>
    public StartRefusal? NotStarted => _notStarted;

    public ProcessExit? Exit => _exit;

    /// <summary>It went away with an earlier keeper.</summary>
    public bool Lost => _lost;

    public bool Over => Exit is not null || Lost;

    public bool HasMore
    {
        get
        {
            lock (_gate)
                return _output.ReadOffset < _outputLength || _errors.ReadOffset < _errorLength
                    || (_outputEnded && !_outputTold) || (_errorEnded && !_errorsTold);
        }
    }

    /// <summary>Output was read that made no report: it is let go of once it has become much.</summary>
    public bool HasUnsettledSilence =>
        _output.Offset - (_committed?.OutOffset ?? 0) > SilenceBytes || _errors.Offset - (_committed?.ErrOffset ?? 0) > SilenceBytes;

    public void SetStarted(int pid, long startTicks) => _started = new StartedProcess(pid, startTicks);

    public void SetNotStarted(string why, TurnFailure? failure = null) => _notStarted = new StartRefusal(why, failure);

    /// <summary>The keeper had no room for that piece of input, nor for those after it.</summary>
    public void SetRefused(long piece)
    {
        lock (_gate)
            _refusedPiece = _refusedPiece == 0 ? piece : Math.Min(piece, _refusedPiece);
    }

    /// <summary>There is room for input again.</summary>
    public void SetRoom()
    {
        lock (_gate)
            (_offerFrom, _refusedPiece) = (_refusedPiece == 0 ? _offerFrom : _refusedPiece, 0);
    }

    /// <summary>It may end, if it has nothing to do.</summary>
    public void LetGo() => Volatile.Write(ref _letGo, true);

    public bool TakeLetGo() => Interlocked.Exchange(ref _letGo, false);

    /// <summary>The first piece to be offered again, once.</summary>
    public long? TakeOffer()
    {
        lock (_gate)
        {
            var from = _offerFrom;
            _offerFrom = 0;
            return from == 0 ? null : from;
        }
    }

    public void SetExit(ProcessExit exit)
    {
        lock (_gate)
            (_outputEnded, _errorEnded) = (true, true);
        _exit = exit;
    }

    public void SetLost()
    {
        lock (_gate)
            (_outputEnded, _errorEnded) = (true, true);
        _lost = true;
    }

    public void Grow(ProcessStream stream, long length, bool ended)
    {
        lock (_gate)
        {
            if (stream == ProcessStream.Out)
                (_outputLength, _outputEnded) = (Math.Max(_outputLength, length), _outputEnded || ended);
            else
                (_errorLength, _errorEnded) = (Math.Max(_errorLength, length), _errorEnded || ended);
        }
    }

    /// <summary>Reads one chunk of each stream. What it says is final only with <see cref="Mark"/>'s commit.</summary>
    public void ReadSome(ICollection<AgentReport> reports)
    {
        long outputLength, errorLength;
        bool outputEnded, errorEnded;
        lock (_gate)
            (outputLength, errorLength, outputEnded, errorEnded) = (_outputLength, _errorLength, _outputEnded, _errorEnded);
        ReadChunk(ref _errorSpool, ProcessStream.Err, _errors, errorLength, errorEnded, ref _errorsTold, reports);
        ReadChunk(ref _outputSpool, ProcessStream.Out, _output, outputLength, outputEnded, ref _outputTold, reports);
    }

    public ProcessMark Mark(bool removed) => new()
    {
        Launch = Launch.Value,
        Session = Session,
        OutOffset = _output.Offset,
        ErrOffset = _errors.Offset,
        Memory = ReaderMark.Pack(_output.Skipping, _errors.Skipping, Interpreter.Memory.Span),
        Removed = removed,
    };

    /// <summary>The mark is on disk: the keeper may forget what lies before it.</summary>
    public void Settle(ProcessMark mark)
    {
        var before = _committed;
        _committed = mark;
        if (mark.Removed)
            return;
        if (mark.OutOffset > (before?.OutOffset ?? 0))
            _keeper.Committed(Launch, ProcessStream.Out, mark.OutOffset);
        if (mark.ErrOffset > (before?.ErrOffset ?? 0))
            _keeper.Committed(Launch, ProcessStream.Err, mark.ErrOffset);
    }

    /// <summary>Back to what is on disk, after a commit that failed.</summary>
    public void Rewind() => Interpreter = Rewound();

    /// <summary>The end of its stderr, for the one who asks why it died.</summary>
    public string? LastWords()
    {
        long length;
        lock (_gate)
            length = _errorLength;
        if (length == 0)
            return null;
        _errorSpool ??= _keeper.OpenSpool(Launch, ProcessStream.Err);
        var tail = new byte[Math.Min(LastWordsBytes, length)];
        var got = _errorSpool.ReadAt(length - tail.Length, tail);
        return Encoding.UTF8.GetString(tail.AsSpan(0, got)).Trim('\0', '\n', ' ');
    }

    public void Dispose()
    {
        _outputSpool?.Dispose();
        _errorSpool?.Dispose();
    }

    private IAgentInterpreter Rewound()
    {
        var (skippingOutput, skippingErrors, memory) = ReaderMark.Unpack(_committed);
        _output.Begin(_committed?.OutOffset ?? 0, skippingOutput);
        _errors.Begin(_committed?.ErrOffset ?? 0, skippingErrors);
        (_outputTold, _errorsTold) = (false, false);
        return _open(memory);
    }

    private void ReadChunk(
        ref SpoolReader? spool, ProcessStream stream, LineSplitter lines, long length, bool ended, ref bool told, ICollection<AgentReport> reports)
    {
        if (lines.ReadOffset < length)
        {
            spool ??= _keeper.OpenSpool(Launch, stream);
            var chunk = new byte[(int)Math.Min(ChunkBytes, length - lines.ReadOffset)];
            var got = spool.ReadAt(lines.ReadOffset, chunk);
            lines.Take(chunk.AsSpan(0, got), Interpreter, reports);
        }
        if (ended && !told && lines.ReadOffset >= length)
        {
            told = true;
            lines.End(Interpreter, reports);
        }
    }
}
