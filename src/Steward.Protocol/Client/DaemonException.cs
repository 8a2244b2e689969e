using Steward.Protocol.Contract;
using Steward.Protocol.Errors;

namespace Steward.Protocol.Client;

/// <summary>The one family of exceptions whose message is for the owner's eyes: one sentence, and what to do.</summary>
public abstract class DaemonException(ErrorBody error, ExitCode exitCode, Exception? cause = null) : Exception(error.Message, cause)
{
    public ErrorBody Error => error;

    public string Code => error.Code;

    public string Kind => error.Kind;

    public string? Fix => error.Fix;

    public ExitCode ExitCode => exitCode;
}

/// <summary>The daemon understood the request and said no.</summary>
public sealed class RefusedException(ErrorBody error, int status) : DaemonException(error, ExitCodeOf(error, status))
{
    public int Status => status;

    private static ExitCode ExitCodeOf(ErrorBody error, int status) => status switch
    {
        507 => ExitCode.Storage,
        408 or 504 => ExitCode.TimedOut,
        _ when error.Code == "contract_mismatch" => ExitCode.ContractMismatch,
        429 or 503 when error.Retryable => ExitCode.Temporary,
        _ when error.Kind is "workspace" or "config" => ExitCode.Permanent,
        _ => ExitCode.Failure,
    };
}

public sealed class NotRunningException(string message = "The daemon is not running.", string fix = "steward start")
    : DaemonException(new ErrorBody("not_running", "daemon", message, Retryable: true, fix), ExitCode.NotRunning);

/// <summary>The keeper gave up on the daemon, and waits for its owner.</summary>
public sealed class ParkedException(ParkedRecord parked)
    : DaemonException(
        new ErrorBody("parked", "daemon", $"The daemon is parked: {parked.Message.TrimEnd('.')}.", Retryable: false, parked.Fix),
        ExitCode.Permanent)
{
    public ParkedRecord Parked => parked;
}

/// <summary>No answer came within the limit, or the connection broke and the request must not be sent twice.</summary>
public sealed class NoAnswerException(string message, Exception? cause = null, string fix = "steward logs --lines 50")
    : DaemonException(new ErrorBody("no_answer", "connection", message, Retryable: true, fix), ExitCode.Temporary, cause);

public sealed class WaitedTooLongException(string message, string? fix = null)
    : DaemonException(new ErrorBody("timeout", "timeout", message, Retryable: true, fix), ExitCode.TimedOut);

/// <summary>Something answered that does not speak as a daemon does.</summary>
public sealed class BadAnswerException(string message, Exception? cause = null)
    : DaemonException(
        new ErrorBody("bad_answer", "protocol", message, Retryable: false, "steward restart --all"), ExitCode.Failure, cause);

public sealed class ContractMismatchException(WireContract got)
    : DaemonException(
        new ErrorBody(
            "contract_mismatch", "contract", $"Daemon contract mismatch — expected {WireContract.Current}, got {got}", Retryable: false,
            "steward restart --all   (runs the daemon of this build)"),
        ExitCode.ContractMismatch);

/// <summary>What the command line itself refuses, or what its surroundings do not allow.</summary>
public sealed class CommandException(string code, string kind, string message, string? fix, ExitCode exitCode)
    : DaemonException(new ErrorBody(code, kind, message, Retryable: false, fix), exitCode);
