using System.Text;
using Microsoft.Win32.SafeHandles;

namespace Steward.Cli.Terminals;

/// <summary>Reads a secret: from a pipe, or from a terminal that shows nothing of it.</summary>
internal static class HiddenInput
{
    private const int Longest = 16 << 10;

    /// <summary>All of standard input, as far as a secret may be long.</summary>
    public static string ReadAll()
    {
        using var input = new FileStream(new SafeFileHandle(0, ownsHandle: false), FileAccess.Read, 0);
        var bytes = new byte[Longest];
        var length = input.ReadAtLeast(bytes, Longest, throwOnEndOfStream: false);
        return Encoding.UTF8.GetString(bytes, 0, length).Trim();
    }

    public static string Ask(string prompt, Terminal terminal)
    {
        // Asked for only when nothing is shown any more: a secret may be pasted faster than a mode is changed.
        using (TerminalMode.WithoutEcho())
        {
            terminal.Error.Write(prompt);
            using var reader = new StreamReader(new FileStream(new SafeFileHandle(0, ownsHandle: false), FileAccess.Read, 1), Encoding.UTF8);
            var line = reader.ReadLine() ?? "";
            terminal.Error.WriteLine();
            return line.Trim();
        }
    }
}
