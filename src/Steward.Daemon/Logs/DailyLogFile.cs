using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;
using Steward.Daemon.Files;

namespace Steward.Daemon.Logs;

/// <summary><c>daemon-YYYY-MM-DD.log</c>: a file for each day of the owner's clock, one write for each line.</summary>
internal sealed class DailyLogFile(LogFileOptions options, TimeProvider time) : ILogSink
{
    // Lines come from many threads, so around midnight one may be a little late; a clock that was put back is more than that.
    private static readonly TimeSpan Late = TimeSpan.FromHours(1);
    private static readonly TimeSpan LookEvery = TimeSpan.FromSeconds(1);

    private readonly LogFolder _folder = new(options);
    private SafeFileHandle? _file;
    private DateOnly _day;
    private DateTimeOffset _looked;
    private long _length;
    private bool _tornLine;

    public void Write(LogLine line)
    {
        var day = DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(line.At, time.LocalTimeZone).DateTime);
        if (IsAnother(day, line.At) || WasTakenAway(line.At))
            Open(day, line.At);
        if (_length > 0 && _length + line.Bytes.Length > options.MaxBytes)
        {
            Close();
            _folder.SetAside(_day);
            Open(_day, line.At);
        }
        Append(line.Bytes.Span);
    }

    public void Dispose() => Close();

    private bool IsAnother(DateOnly day, DateTimeOffset at)
    {
        if (_file is null || day > _day) return true;
        return day < _day && TimeZoneInfo.ConvertTime(at + Late, time.LocalTimeZone).DateTime < _day.ToDateTime(TimeOnly.MinValue);
    }

    // Somebody who tidies up must not make us write into nothing for the rest of the day.
    private bool WasTakenAway(DateTimeOffset at)
    {
        if ((at - _looked).Duration() < LookEvery) return false;
        _looked = at;
        return !File.Exists(_folder.FileOf(_day));
    }

    private void Open(DateOnly day, DateTimeOffset at)
    {
        Close();
        _file = _folder.OpenForAppending(day);
        _length = RandomAccess.GetLength(_file);
        (_day, _looked) = (day, at);
        _folder.LinkTo(day);
        _folder.RemoveOld(day);
    }

    private void Close()
    {
        _file?.Dispose();
        _file = null;
    }

    private void Append(ReadOnlySpan<byte> line)
    {
        if (_tornLine)
        {
            // The disk was full in the middle of a line; the next one must not become its end.
            _length += Posix.Write(_file!, "\n"u8, out var stillFull);
            if (stillFull != 0) throw Failure(stillFull);
        }
        var written = Posix.Write(_file!, line, out var error);
        _length += written;
        _tornLine = error != 0 && written > 0;
        if (error != 0) throw Failure(error);
    }

    private static IOException Failure(int error) => new(Marshal.GetPInvokeErrorMessage(error), error);
}
