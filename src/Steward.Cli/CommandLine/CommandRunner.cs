using System.Runtime.CompilerServices;
using Steward.Cli.Terminals;
using Steward.Protocol.Client;

namespace Steward.Cli.CommandLine;

/// <summary>From the words of a command line to its exit code; every trouble becomes one sentence and what to do.</summary>
internal static class CommandRunner
{
    public static ExitCode Run(string[] args)
    {
        var asked = new AskedGlobally(args);
        try
        {
            return QuickForm.Parse(args) is { } quick ? quick.Run() : Parsed(args);
        }
        catch (OutputClosedException closed)
        {
            return closed.IsBrokenPipe ? ExitCode.OutputClosed : ExitCode.Failure;
        }
        catch (Exception trouble)
        {
            // The last line of defence: nobody is helped by a stack, and scripts read the code.
            return Report(trouble, asked);
        }
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static ExitCode Parsed(string[] args) => ParsedCommand.RunAsync(args).GetAwaiter().GetResult();

    private static ExitCode Report(Exception trouble, AskedGlobally asked)
    {
        try
        {
            return TroubleReport.Write(trouble, asked.Json, Terminal.Open(Environment.GetEnvironmentVariable));
        }
        catch (OutputClosedException)
        {
            return ExitCode.Failure;
        }
    }
}
