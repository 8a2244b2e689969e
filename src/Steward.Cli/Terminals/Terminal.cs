using System.Text;

namespace Steward.Cli.Terminals;

/// <summary>Where a command writes to, and what may be done there.</summary>
internal sealed class Terminal
{
    private static readonly UTF8Encoding Utf8 = new(encoderShouldEmitUTF8Identifier: false);

    /// <summary>What was asked for. Only this goes to standard output.</summary>
    public required TextWriter Out { get; init; }

    /// <summary>Words about it, for people.</summary>
    public required TextWriter Error { get; init; }

    public bool InputIsTerminal { get; init; }

    public bool OutputIsTerminal { get; init; }

    public bool ErrorIsTerminal { get; init; }

    public bool ColoursAllowed { get; init; }

    public Style OutStyle => new(OutputIsTerminal && ColoursAllowed);

    public Style ErrorStyle => new(ErrorIsTerminal && ColoursAllowed);

    public static Terminal Open(Func<string, string?> environment) => new()
    {
        Out = Writer(1),
        Error = Writer(2),
        InputIsTerminal = Libc.isatty(0) == 1,
        OutputIsTerminal = Libc.isatty(1) == 1,
        ErrorIsTerminal = Libc.isatty(2) == 1,
        ColoursAllowed = environment("NO_COLOR") is null or "" && environment("TERM") is not (null or "" or "dumb"),
    };

    public static Stream OpenOut() => new StandardStream(1);

    private static TextWriter Writer(int fd) =>
        TextWriter.Synchronized(new StreamWriter(new StandardStream(fd), Utf8, 1024) { AutoFlush = true, NewLine = "\n" });
}
