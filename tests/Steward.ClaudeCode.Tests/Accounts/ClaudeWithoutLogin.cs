using System.Diagnostics;
using Steward.ClaudeCode.Tests.Support;
using Steward.EndToEnd.Tests.Support;

namespace Steward.ClaudeCode.Tests.Accounts;

/// <summary>An agent that has no login but what the test gives it.</summary>
public sealed class ClaudeWithoutLogin : ClaudeUnderTest
{
    protected override string? Key => null;

    internal Process Begin(params string[] arguments) => Process.Start(Command(StewardProgram.Path, arguments))!;

    internal async Task<Ran> RunWithInputAsync(string input, params string[] arguments)
    {
        using var process = Begin(arguments);
        return await EndAsync(process, input);
    }

    /// <summary>The same in a terminal that somebody types into once they are asked; the answer is what they see.</summary>
    internal async Task<Ran> RunInTerminalAsync(string prompt, string keys, params string[] arguments)
    {
        var command = string.Join(' ', arguments.Prepend(StewardProgram.Path));
        using var process = Process.Start(Command("/usr/bin/script", "-q", "-e", "-c", command, "/dev/null"))!;
        var seen = await UntilAsync(process.StandardOutput, prompt);
        var ran = await EndAsync(process, keys);
        return ran with { Out = seen + ran.Out };
    }

    private static async Task<string> UntilAsync(StreamReader screen, string prompt)
    {
        using var limit = new CancellationTokenSource(StewardProgram.Patience);
        var seen = "";
        var letter = new char[1];
        while (!seen.EndsWith(prompt, StringComparison.Ordinal) && await screen.ReadAsync(letter, limit.Token) > 0)
            seen += letter[0];
        return seen;
    }

    private static async Task<Ran> EndAsync(Process process, string input)
    {
        using var limit = new CancellationTokenSource(StewardProgram.Patience);
        try
        {
            await process.StandardInput.WriteAsync(input.AsMemory(), limit.Token);
            await process.StandardInput.FlushAsync(limit.Token);
            var (output, error) = (process.StandardOutput.ReadToEndAsync(limit.Token), process.StandardError.ReadToEndAsync(limit.Token));
            if (process.StartInfo.FileName == StewardProgram.Path)
                process.StandardInput.Close();
            await process.WaitForExitAsync(limit.Token);
            return new Ran(process.ExitCode, await output, await error);
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            throw new TimeoutException("The command did not end.");
        }
    }
}
