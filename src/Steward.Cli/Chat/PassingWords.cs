using System.Text;

namespace Steward.Cli.Chat;

/// <summary>A writer for those who know nothing of a chat: their lines go above the prompt, and what they have not ended waits there.</summary>
internal sealed class PassingWords(Action<IReadOnlyList<string>, string> passed) : TextWriter
{
    private readonly Lock gate = new();
    private readonly StringBuilder line = new();

    public override Encoding Encoding => Encoding.UTF8;

    public override void Write(char value) => Write(value.ToString());

    public override void Write(string? value)
    {
        lock (gate)
        {
            var lines = line.Append(value).ToString().Split('\n');
            line.Clear().Append(lines[^1]);
            passed(lines[..^1], lines[^1]);
        }
    }

    public override void WriteLine() => Write("\n");

    public override void WriteLine(string? value) => Write(value + "\n");

    /// <summary>The one who was asked has answered in the line.</summary>
    public void EndLine(string with)
    {
        lock (gate)
            if (line.Length > 0) Write(with + "\n");
    }
}
