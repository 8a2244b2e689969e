using System.Text.Json;
using Steward.Cli.Terminals;
using Steward.Protocol;
using Steward.Protocol.Client;
using Steward.Protocol.Errors;

namespace Steward.Cli.CommandLine;

internal static class TroubleReport
{
    public static ExitCode Write(Exception trouble, bool json, Terminal terminal)
    {
        var (error, exitCode) = Describe(trouble);
        if (json)
        {
            terminal.Error.WriteLine(JsonSerializer.Serialize(new ErrorAnswer(error), WireJson.Default.ErrorAnswer));
            return exitCode;
        }
        terminal.Error.WriteLine($"{terminal.ErrorStyle.Red("error:")} {SafeText.Words(error.Message.TrimEnd())}");
        if (error.Fix is { } fix) terminal.Error.WriteLine($"fix: {SafeText.Line(fix)}");
        return exitCode;
    }

    private static (ErrorBody Error, ExitCode ExitCode) Describe(Exception trouble) => trouble switch
    {
        DaemonException known => (known.Error, known.ExitCode),
        OperationCanceledException => (new ErrorBody("cancelled", "command", "Cancelled.", Retryable: true), ExitCode.Interrupted),
        IOException or UnauthorizedAccessException =>
            (new ErrorBody("io", "system", trouble.Message, Retryable: true, "check the file or folder that it names"), ExitCode.Failure),
        _ => (new ErrorBody(
            "internal", "internal", $"Something went wrong within steward itself ({trouble.GetType().Name}: {trouble.Message})", Retryable: false,
            "steward logs --lines 50 may show more"), ExitCode.Failure),
    };
}
