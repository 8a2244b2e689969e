namespace Steward.Cli.Terminals;

/// <summary>
/// Words that stream, lines about them, and one moving line below for what goes on at the moment. Several threads write to it.
/// </summary>
internal sealed class Screen : IDisposable
{
    private const string Frames = "⠋⠙⠹⠸⠼⠴⠦⠧⠇⠏";
    private static readonly TimeSpan FrameTime = TimeSpan.FromMilliseconds(100);

    private readonly Lock gate = new();
    private readonly Terminal terminal;
    private readonly TimeProvider time;
    private readonly ITimer? timer;
    private string? activity;
    private long activitySince;
    private int frame;
    private bool midLine, drawn;

    public Screen(Terminal terminal, TimeProvider time)
    {
        (this.terminal, this.time) = (terminal, time);
        if (terminal.ErrorIsTerminal) timer = time.CreateTimer(_ => Tick(), null, FrameTime, FrameTime);
    }

    public Terminal Terminal => terminal;

    /// <summary>Text that is safe already, for standard output, without an end of line of its own.</summary>
    public void Words(string text, Func<string, string>? paint = null)
    {
        if (text.Length == 0) return;
        lock (gate)
        {
            EraseLocked();
            terminal.Out.Write(paint is null ? text : paint(text));
            midLine = text[^1] != '\n';
        }
    }

    public void EndLine()
    {
        lock (gate)
        {
            EraseLocked();
            EndLineLocked();
        }
    }

    /// <summary>A line about what happens, for people.</summary>
    public void Note(string line)
    {
        lock (gate)
        {
            EraseLocked();
            if (terminal.OutputIsTerminal) EndLineLocked();
            terminal.Error.WriteLine(line);
        }
    }

    /// <summary>A question, after which the cursor waits in its line.</summary>
    public void Ask(string text)
    {
        lock (gate)
        {
            activity = null;
            EraseLocked();
            if (terminal.OutputIsTerminal) EndLineLocked();
            terminal.Error.Write(text);
        }
    }

    /// <summary>What goes on now; null for nothing. Shown only on a terminal, and never within a line of words.</summary>
    public void Doing(string? what)
    {
        lock (gate)
        {
            if (what != activity) activitySince = time.GetTimestamp();
            activity = what;
            EraseLocked();
        }
    }

    public void Dispose()
    {
        timer?.Dispose();
        lock (gate)
        {
            activity = null;
            EraseLocked();
        }
    }

    private void Tick()
    {
        lock (gate)
        {
            if (activity is null || (midLine && terminal.OutputIsTerminal)) return;
            var style = terminal.ErrorStyle;
            var elapsed = Durations.Exact(time.GetElapsedTime(activitySince));
            terminal.Error.Write($"\r\e[K{style.Cyan(Frames[frame++ % Frames.Length].ToString())} {activity} {style.Dim(elapsed)}");
            drawn = true;
        }
    }

    private void EraseLocked()
    {
        if (drawn) terminal.Error.Write("\r\e[K");
        drawn = false;
    }

    private void EndLineLocked()
    {
        if (midLine) terminal.Out.Write('\n');
        midLine = false;
    }
}
