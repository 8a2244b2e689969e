using Steward.Domain.Processes;
using Steward.Domain.Turns;

namespace Steward.Runtimes.Exec;

/// <summary>What the end of a program means for its turn.</summary>
internal static class ExecOutcome
{
    // sysexits.h: a failure that may be gone the next time.
    private const int TemporaryFailure = 75;

    public static TurnFailure? FailureOf(ProcessExit exit) => exit switch
    {
        { Code: 0 } => null,
        { Code: { } code } => new TurnFailure($"exit-{code}", FailureKind.Agent, $"The program ended with exit code {code}.",
            Retryable: code == TemporaryFailure, FixOf(code)),
        { Signal: { } signal } => new TurnFailure($"signal-{signal}", FailureKind.Agent,
            $"The program was killed by signal {signal}{NameOf(signal)}.", Retryable: false, FixOfSignal(signal)),
        _ => new TurnFailure("exit-unknown", FailureKind.Unknown, "The program ended, and nobody saw how.", Retryable: true),
    };

    private static string FixOf(int code) => code switch
    {
        TemporaryFailure => "It says that this is temporary: send the message again later.",
        126 => "The command is there but cannot be run: make it executable, or name its interpreter in the agent's command in config.json.",
        127 => "The command was not found: write its absolute path into the agent's command in config.json.",
        _ => "Its notes above say why, if anything does; run the agent's command by hand in the session's folder to see it fail.",
    };

    private static string FixOfSignal(int signal) => signal switch
    {
        9 => "Somebody killed it, or the machine ran out of memory: look into the system's log.",
        _ => "Run the agent's command by hand in the session's folder to see it fail.",
    };

    private static string NameOf(int signal) => signal switch
    {
        1 => " (SIGHUP)",
        2 => " (SIGINT)",
        4 => " (SIGILL)",
        6 => " (SIGABRT)",
        7 => " (SIGBUS)",
        8 => " (SIGFPE)",
        9 => " (SIGKILL)",
        11 => " (SIGSEGV)",
        13 => " (SIGPIPE)",
        15 => " (SIGTERM)",
        _ => "",
    };
}
