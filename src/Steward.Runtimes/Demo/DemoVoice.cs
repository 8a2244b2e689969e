namespace Steward.Runtimes.Demo;

/// <summary>Standard output, a line at a time, and standard error for what is not part of the conversation.</summary>
internal sealed class DemoVoice(Stream output, TextWriter notes)
{
    private readonly Lock _gate = new();

    public void Say(DemoLine line) => Write(line.ToBytes());

    public void Write(ReadOnlySpan<byte> bytes)
    {
        lock (_gate)
        {
            output.Write(bytes);
            output.Flush();
        }
    }

    public void Note(string text)
    {
        lock (_gate)
        {
            notes.WriteLine(text);
            notes.Flush();
        }
    }
}
