using System.Diagnostics;
using System.Globalization;
using System.Text;

namespace Steward.Runtimes.Demo;

/// <summary>
/// Messages that begin with <c>#script</c> drive the agent through the states that tests want. It understands
/// <c>words N [pace ms]</c>, <c>clock N [pace ms]</c> (words that carry the time at which they were said), <c>say TEXT</c>, <c>think TEXT</c>,
/// <c>ask bash COMMAND</c>, <c>choose QUESTION | OPTION | …</c>, <c>plan TEXT</c>, <c>tool COMMAND</c>, <c>sleep MS</c>, <c>die CODE</c>, <c>ignore-term</c>, <c>flood BYTES</c>, <c>garbage</c>,
/// <c>stderr TEXT</c>, <c>ledger PATH ID</c>.
/// </summary>
internal sealed class DemoScript
{
    private const string Mark = "#script";

    private readonly string[] _commands;

    private DemoScript(string content) => _commands = content.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)[1..];

    public static bool IgnoresTermination { get; private set; }

    public static DemoScript? Of(DemoOptions options, string content) =>
        options.Scripts && content.StartsWith(Mark, StringComparison.Ordinal) ? new DemoScript(content) : null;

    public async Task RunAsync(DemoTurn turn)
    {
        foreach (var command in _commands)
        {
            var (verb, rest) = Split(command);
            turn.Stopped.ThrowIfCancellationRequested();
            try
            {
                await RunAsync(turn, verb, rest);
            }
            catch (Exception e) when (e is FormatException or OverflowException)
            {
                turn.Voice.Note($"not a number in a script: {command}");
            }
        }
    }

    /// <summary>The ledgers of this message get their second line exactly once, also when the answer is told again.</summary>
    public void Finished()
    {
        foreach (var (path, id) in _commands.Select(Split).Where(static command => command.Verb == "ledger").Select(static command => Split(command.Tail)))
            if (!File.ReadLines(path).Contains($"finished {id}"))
                Append(path, $"finished {id}");
    }

    private static async Task RunAsync(DemoTurn turn, string verb, string rest)
    {
        switch (verb)
        {
            case "words": await WordsAsync(turn, rest); break;
            case "clock": await ClockAsync(turn, rest); break;
            case "say": await turn.SayAsync(rest); break;
            case "think": turn.Think(rest); break;
            case "ask": await turn.Tools.BashAsync(Split(rest).Tail, "The script asks."); break;
            case "choose": await DemoQuestions.ChooseAsync(turn, rest.Split('|', StringSplitOptions.TrimEntries)); break;
            case "plan": await DemoQuestions.PlanAsync(turn, rest); break;
            case "tool": await turn.Tools.BashUnaskedAsync(rest); break;
            case "sleep": await turn.PauseAsync(TimeSpan.FromMilliseconds(Number(rest))); break;
            case "die": Environment.Exit(Number(rest)); break;
            case "ignore-term": IgnoresTermination = true; break;
            case "flood": Flood(turn, long.Parse(rest, CultureInfo.InvariantCulture)); break;
            case "garbage": turn.Voice.Write([0xFF, 0xFE, 0, .. "{\"type\":\"words\"\n[1,2\n\n{}\nnull\n"u8]); break;
            case "stderr": turn.Voice.Note(rest); break;
            case "ledger": Append(Split(rest).Verb, $"started {Split(rest).Tail}"); break;
            default: turn.Voice.Note($"no such command of a script: {verb}"); break;
        }
    }

    private static async Task WordsAsync(DemoTurn turn, string rest)
    {
        var (count, pace) = Split(rest);
        var pause = TimeSpan.FromMilliseconds(pace.Length > 0 ? Number(pace) : 0);
        for (var i = 0; i < Number(count); i++)
            await turn.SayPieceAsync($"w{i} ", pause);
    }

    /// <summary>The monotonic clock, in nanoseconds, that every process of the machine shares: a reader knows how old the word is.</summary>
    private static async Task ClockAsync(DemoTurn turn, string rest)
    {
        var (count, pace) = Split(rest);
        var pause = TimeSpan.FromMilliseconds(pace.Length > 0 ? Number(pace) : 0);
        for (var i = 0; i < Number(count); i++)
            await turn.SayPieceAsync(string.Create(CultureInfo.InvariantCulture, $"@{Stopwatch.GetTimestamp()} "), pause);
    }

    private static void Flood(DemoTurn turn, long bytes)
    {
        const int line = 1000;
        for (var left = bytes; left > 0; left -= line)
            turn.SayFleetingly(new string('x', (int)Math.Min(line, left)));
    }

    private static void Append(string path, string line) => FileSync.Append(path, Encoding.UTF8.GetBytes(line + "\n"));

    private static (string Verb, string Tail) Split(string command)
    {
        var space = command.IndexOf(' ');
        return space < 0 ? (command, "") : (command[..space], command[(space + 1)..]);
    }

    private static int Number(string text) => int.Parse(text, CultureInfo.InvariantCulture);
}
