using System.Text;
using Microsoft.Win32.SafeHandles;
using Steward.Cli.Terminals;
using Steward.Protocol.Client;

namespace Steward.Cli.Turns;

/// <summary>What is asked of the agent: the words of the command line, or what standard input brings.</summary>
internal static class Prompt
{
    private const int Limit = 1 << 20;

    public static string Read(IReadOnlyList<string> words, Terminal terminal, string verb) =>
        Read(words, terminal.InputIsTerminal, verb, static () => new FileStream(new SafeFileHandle(0, ownsHandle: false), FileAccess.Read, 1));

    public static string Read(IReadOnlyList<string> words, bool inputIsTerminal, string verb, Func<Stream> openInput)
    {
        var fromInput = words is ["-"] || (words.Count == 0 && !inputIsTerminal);
        var text = fromInput ? ReadAll(openInput) : string.Join(' ', words);
        if (string.IsNullOrWhiteSpace(text))
            throw new CommandException(
                "no_prompt", "usage", fromInput ? "Standard input brought no prompt." : "Say what shall be done.", $"steward {verb} \"list the files here\"", ExitCode.Usage);
        return text;
    }

    private static string ReadAll(Func<Stream> openInput)
    {
        using var input = openInput();
        using var collected = new MemoryStream();
        var piece = new byte[16 << 10];
        int got;
        while ((got = input.Read(piece)) > 0)
        {
            collected.Write(piece, 0, got);
            if (collected.Length > Limit)
                throw new CommandException("prompt_too_long", "usage", $"The prompt is longer than {Limit >> 10} KiB.", "put it into a file and name the file", ExitCode.Usage);
        }
        return Encoding.UTF8.GetString(collected.GetBuffer(), 0, (int)collected.Length).TrimEnd('\n');
    }
}
