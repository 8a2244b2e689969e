using System.Text;
using System.Threading.Channels;
using Microsoft.Win32.SafeHandles;

namespace Steward.Cli.Terminals;

/// <summary>
/// Lines that the owner types. A read from a terminal cannot be called back, so one thread reads for the whole life of the
/// command, from the first moment that somebody wants a line.
/// </summary>
internal sealed class TypedLines
{
    private readonly Channel<string> lines = Channel.CreateBounded<string>(64);
    private readonly Func<TextReader?> open;
    private int started;

    public TypedLines(Func<TextReader?> open) => this.open = open;

    /// <summary>Ends with the input (Ctrl-D).</summary>
    public ChannelReader<string> Reader
    {
        get
        {
            if (Interlocked.Exchange(ref started, 1) == 0) new Thread(Read) { IsBackground = true, Name = "typed lines" }.Start();
            return lines.Reader;
        }
    }

    public static TypedLines OfStandardInput() => new(static () => Open(new SafeFileHandle(0, ownsHandle: false)));

    /// <summary>The terminal itself, also when standard input brings the prompt.</summary>
    public static TypedLines OfTerminal(Terminal terminal) => terminal.InputIsTerminal
        ? OfStandardInput()
        : new TypedLines(static () => Open(File.OpenHandle("/dev/tty", FileMode.Open, FileAccess.Read, FileShare.ReadWrite)));

    /// <summary>Whether somebody sits there who can be asked.</summary>
    public static bool CanAsk(Terminal terminal)
    {
        if (!terminal.ErrorIsTerminal) return false;
        if (terminal.InputIsTerminal) return true;
        try
        {
            File.OpenHandle("/dev/tty", FileMode.Open, FileAccess.Read, FileShare.ReadWrite).Dispose();
            return true;
        }
        catch (Exception none) when (none is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }

    private static StreamReader Open(SafeFileHandle handle) => new(new FileStream(handle, FileAccess.Read, 1), Encoding.UTF8);

    private void Read()
    {
        try
        {
            using var reader = open();
            while (reader?.ReadLine() is { } line)
                if (!lines.Writer.TryWrite(line)) lines.Writer.WriteAsync(line).AsTask().GetAwaiter().GetResult();
        }
        catch (Exception gone) when (gone is IOException or UnauthorizedAccessException)
        {
            // The terminal was closed: the same as its end.
        }
        finally
        {
            lines.Writer.TryComplete();
        }
    }
}
