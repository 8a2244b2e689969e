using Steward.Cli.Terminals;

namespace Steward.Cli.Tests.Support;

/// <summary>A terminal, or a pair of pipes, that remembers what was written.</summary>
internal sealed class TestTerminal
{
    private readonly StringWriter output = new() { NewLine = "\n" };
    private readonly StringWriter error = new() { NewLine = "\n" };

    public TestTerminal(bool isTerminal = false) => Terminal = new Terminal
    {
        Out = TextWriter.Synchronized(output),
        Error = TextWriter.Synchronized(error),
        InputIsTerminal = isTerminal,
        OutputIsTerminal = isTerminal,
        ErrorIsTerminal = isTerminal,
        ColoursAllowed = false,
    };

    public Terminal Terminal { get; }

    public string Out => Read(Terminal.Out, output);

    public string Error => Read(Terminal.Error, error);

    // A synchronized writer locks itself while it writes; what it wrote is read in between.
    private static string Read(TextWriter synchronized, StringWriter written)
    {
        lock (synchronized) return written.ToString();
    }
}
