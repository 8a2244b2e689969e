namespace Steward.Runtimes.Demo;

/// <summary>Lines of bytes with a limit: one that is longer is skipped, and does not fill the memory.</summary>
internal sealed class LineReader(Stream input, int longest)
{
    private byte[] _buffer = new byte[8 << 10];
    private int _start;
    private int _end;
    private bool _over;

    /// <summary>False at the end of the input. A last line without an end counts as one.</summary>
    public bool TryRead(out ReadOnlySpan<byte> line, out bool tooLong)
    {
        tooLong = false;
        for (var searched = _start; ;)
        {
            var newline = _buffer.AsSpan(searched, _end - searched).IndexOf((byte)'\n');
            if (newline >= 0)
            {
                line = tooLong ? default : _buffer.AsSpan(_start, searched + newline - _start);
                _start = searched + newline + 1;
                return true;
            }
            if (_end - _start > longest)
            {
                tooLong = true;
                _start = _end;
            }
            if (_over)
            {
                line = tooLong ? default : _buffer.AsSpan(_start, _end - _start);
                _start = _end;
                return tooLong || !line.IsEmpty;
            }
            var read = _end - _start;
            Fill();
            searched = _start + read;
        }
    }

    private void Fill()
    {
        if (_start > 0)
        {
            _buffer.AsSpan(_start, _end - _start).CopyTo(_buffer);
            _end -= _start;
            _start = 0;
        }
        if (_end == _buffer.Length)
            Array.Resize(ref _buffer, _buffer.Length * 2);
        var count = input.Read(_buffer, _end, _buffer.Length - _end);
        _over = count == 0;
        _end += count;
    }
}
