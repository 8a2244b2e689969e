using Steward.Domain.Agents;
using Steward.Runtimes;

namespace Steward.Daemon.Children;

/// <summary>
/// Cuts one output stream of a process into lines. A line beyond the limit is told once, cut off, and the rest of it is skipped, so that
/// a gigabyte without a newline costs no memory.
/// </summary>
internal sealed class LineSplitter(OutputStream stream)
{
    private byte[] _partial = [];
    private int _held;

    /// <summary>The end of the last whole line that was told, or of what was skipped: reading may begin here again.</summary>
    public long Offset { get; private set; }

    /// <summary>The next byte to be read.</summary>
    public long ReadOffset => Offset + _held;

    /// <summary>The line that goes on at <see cref="Offset"/> was told already; what is left of it is dropped.</summary>
    public bool Skipping { get; private set; }

    public void Begin(long offset, bool skipping)
    {
        Offset = offset;
        Skipping = skipping;
        _held = 0;
    }

    public void Take(ReadOnlySpan<byte> bytes, IAgentInterpreter interpreter, ICollection<AgentReport> reports)
    {
        while (bytes.Length > 0)
        {
            var newline = bytes.IndexOf((byte)'\n');
            if (Skipping)
            {
                Offset += newline < 0 ? bytes.Length : newline + 1;
                Skipping = newline < 0;
                bytes = newline < 0 ? [] : bytes[(newline + 1)..];
            }
            else if (newline < 0)
            {
                Hold(bytes);
                if (_held > IAgentInterpreter.MaxLineBytes)
                    TellCutOff(interpreter, reports);
                return;
            }
            else
            {
                Tell(bytes[..newline], interpreter, reports);
                bytes = bytes[(newline + 1)..];
            }
        }
    }

    /// <summary>The stream ended: what is left is a line too.</summary>
    public void End(IAgentInterpreter interpreter, ICollection<AgentReport> reports)
    {
        if (_held > 0)
            interpreter.Read(stream, _partial.AsSpan(0, _held), truncated: false, reports);
        Offset += _held;
        _held = 0;
    }

    private void Tell(ReadOnlySpan<byte> end, IAgentInterpreter interpreter, ICollection<AgentReport> reports)
    {
        if (_held == 0)
        {
            Offset += end.Length + 1;
            TellLine(end, interpreter, reports);
            return;
        }
        Hold(end);
        Offset += _held + 1;
        TellLine(_partial.AsSpan(0, _held), interpreter, reports);
        Release();
    }

    // Where a chunk ends must not decide what is told: it is another place when the same bytes are read again.
    private void TellLine(ReadOnlySpan<byte> line, IAgentInterpreter interpreter, ICollection<AgentReport> reports)
    {
        var truncated = line.Length > IAgentInterpreter.MaxLineBytes;
        interpreter.Read(stream, truncated ? line[..IAgentInterpreter.MaxLineBytes] : line, truncated, reports);
    }

    private void TellCutOff(IAgentInterpreter interpreter, ICollection<AgentReport> reports)
    {
        interpreter.Read(stream, _partial.AsSpan(0, IAgentInterpreter.MaxLineBytes), truncated: true, reports);
        Offset += _held;
        Skipping = true;
        Release();
    }

    private void Hold(ReadOnlySpan<byte> bytes)
    {
        if (_held + bytes.Length > _partial.Length)
            Array.Resize(ref _partial, Math.Max(_held + bytes.Length, Math.Min(_partial.Length * 2, IAgentInterpreter.MaxLineBytes)));
        bytes.CopyTo(_partial.AsSpan(_held));
        _held += bytes.Length;
    }

    private void Release()
    {
        _held = 0;
        if (_partial.Length > 64 << 10)
            _partial = [];
    }
}
