namespace Steward.Cli.Terminals;

internal readonly record struct TerminalSize(int Columns, int Rows)
{
    private static readonly TerminalSize Usual = new(80, 24);

    /// <summary>A terminal that does not know its size (a serial line, a test) says zero.</summary>
    public static unsafe TerminalSize Now()
    {
        Libc.WindowSize size = default;
        // Elsewhere the call takes its arguments another way.
        var known = OperatingSystem.IsLinux() && Libc.ioctl(1, Libc.AskWindowSize, &size) == 0 && size.Columns > 0 && size.Rows > 0;
        return known ? new TerminalSize(size.Columns, size.Rows) : Usual;
    }
}
