using System.Globalization;
using System.Text;
using Steward.Runtimes.Demo.Tools;

namespace Steward.Runtimes.Demo.Requests;

/// <summary>Does what was asked for, and says so.</summary>
internal static class DemoReplies
{
    private const int MostShown = 60;

    private const string Abilities =
        """
        I can do a few things for real, in this session's folder:
        - list the files here
        - read README.md
        - write a haiku to poem.txt (I ask for permission first)
        - run: uname -a (I ask for permission first)
        - count to 20 slowly, so that you can interrupt me, or restart the daemon while I count
        - what did I ask before? I remember our conversation, also in a new process

        """;

    private const string HowToConnect =
        "To work with a real agent, name one under `agents` in Steward's config.json, with \"runtime\": \"exec\" and its \"command\": " +
        "any program that reads a message on its standard input and writes the answer.";

    private static readonly TimeSpan SlowCount = TimeSpan.FromMilliseconds(400);

    public static Task ReplyAsync(DemoTurn turn, DemoRequest request, DemoMemory memory) => request switch
    {
        RunCommand run => RunAsync(turn, run.Command),
        ListFiles list => ListAsync(turn, list.Folder ?? "."),
        ReadFile read => ReadAsync(turn, read.File),
        WriteText write => WriteAsync(turn, write),
        Count count => CountAsync(turn, count),
        Greet greet => turn.SayAsync($"Hello{(greet.Whom is { } name ? ", " + name : "")}! I am Steward's built-in demo agent. Ask me \"what can you do?\"."),
        Explain => turn.SayAsync(Abilities + HowToConnect),
        Introduce => turn.SayAsync("I am the demo agent that is built into Steward: a small program and no language model, with no network and no account. " + HowToConnect),
        Recall => RecallAsync(turn, memory),
        RecallNotes => turn.SayAsync(memory.Notes is { } notes ? $"My notes say:\n{notes}" : "My notes are empty. What stands in my MEMORY.md when my process starts, I know."),
        AskBack => turn.SayAsync("Gladly: which task would you hand to an agent that goes on working when you close the lid? (I only remember your answer; a real agent would begin.)"),
        BeThanked => turn.SayAsync("You are welcome."),
        SayGoodbye => turn.SayAsync("Goodbye! I will remember our conversation."),
        _ => turn.SayAsync("I am Steward's built-in demo agent, a small program and no language model, so that is beyond me. " + Abilities + HowToConnect),
    };

    private static async Task RunAsync(DemoTurn turn, string command)
    {
        turn.Think($"That is a command for the shell: {command}. It can do anything, so I ask before I run it.");
        var outcome = await turn.Tools.BashAsync(command, "Run a command in this session's folder");
        if (outcome.Denied)
            await turn.SayAsync($"I did not run it{Because(outcome)}");
        else
            await turn.SayAsync($"{(outcome.Ok ? "It ran." : "It failed.")} {Shown(outcome.Result, "It wrote nothing.")}");
    }

    private static async Task ListAsync(DemoTurn turn, string folder)
    {
        turn.Think("Looking only reads, so I need no permission for it.");
        string[] names;
        try
        {
            if (!WorkspacePath.IsInside(WorkspacePath.Real(folder)))
            {
                await turn.SayAsync($"{folder} is outside of this session's folder; I only list what is in it.");
                return;
            }
            names = [.. Directory.EnumerateFileSystemEntries(folder).Order(StringComparer.Ordinal)
                .Select(static entry => Path.GetFileName(entry) + (Directory.Exists(entry) ? "/" : ""))];
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            await turn.SayAsync($"I could not look there: {e.Message}");
            return;
        }
        var where = folder == "." ? "here" : "in " + folder;
        if (names.Length == 0)
        {
            await turn.SayAsync($"There is nothing {where} yet.");
            return;
        }
        var more = names.Length > MostShown ? $"\n… and {names.Length - MostShown} more" : "";
        var count = names.Length == 1 ? "There is one entry" : $"There are {names.Length} entries";
        await turn.SayAsync($"{count} {where}:\n{string.Join('\n', names.Take(MostShown).Select(static name => "- " + name))}{more}");
    }

    private static async Task ReadAsync(DemoTurn turn, string file)
    {
        turn.Think($"I read {file} and show what it says.");
        var outcome = await turn.Tools.ReadAsync(file);
        if (outcome.Denied)
            await turn.SayAsync($"I did not read {file}{Because(outcome)}");
        else if (!outcome.Ok)
            await turn.SayAsync($"I could not read {file}: {outcome.Result}");
        else
            await turn.SayAsync($"{file} says:\n{Shown(outcome.Result, "(it is empty)")}");
    }

    private static async Task WriteAsync(DemoTurn turn, WriteText write)
    {
        turn.Think(write.Content is null ? "A few lines, let me see." : "Your own words: I keep them as they are.");
        var text = write.Content is { } dictated ? dictated + "\n" : Verses.Compose(write.Form, write.Topic);
        if (write.File is not { } file)
        {
            await turn.SayAsync(text);
            return;
        }
        await turn.SayAsync($"This goes to {file}:\n{text}");
        var outcome = await turn.Tools.WriteAsync(file, text);
        if (outcome.Denied)
            await turn.SayAsync($"I did not write {file}{Because(outcome)}");
        else
            await turn.SayAsync(outcome.Ok ? $"It is in {file} now." : $"I could not write {file}: {outcome.Result}");
    }

    private static async Task CountAsync(DemoTurn turn, Count count)
    {
        var step = count.From <= count.To ? 1 : -1;
        for (var number = count.From; ; number += step)
        {
            await turn.SayAsync(number.ToString(CultureInfo.InvariantCulture) + (number == count.To ? "." : ", "));
            if (number == count.To)
                return;
            if (count.Slowly)
                await turn.BreatheAsync(SlowCount);
        }
    }

    private static async Task RecallAsync(DemoTurn turn, DemoMemory memory)
    {
        if (memory.Asked is not { Count: > 0 } asked)
        {
            await turn.SayAsync("This is the first thing that you have asked me in this session.");
            return;
        }
        const int most = 20;
        var text = new StringBuilder(asked.Count > most ? $"The last {most} of your {asked.Count} messages:" : "You asked me before:");
        foreach (var message in asked.Skip(asked.Count - most))
            text.Append("\n- ").Append(message);
        await turn.SayAsync(text.ToString());
    }

    private static string Because(ToolOutcome denied) => denied.Result.Length > 0 ? $": {denied.Result}" : ", as you wished.";

    private static string Shown(string text, string ifEmpty)
    {
        if (string.IsNullOrWhiteSpace(text))
            return ifEmpty;
        var lines = text.TrimEnd().Split('\n');
        var more = lines.Length > MostShown ? $"\n… and {lines.Length - MostShown} more lines" : "";
        return $"\n{string.Join('\n', lines.Take(MostShown))}{more}";
    }
}
