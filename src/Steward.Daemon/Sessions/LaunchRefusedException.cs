using Steward.Domain.Turns;

namespace Steward.Daemon.Sessions;

/// <summary>A process cannot be started, and the turn that wanted it ends with this.</summary>
internal sealed class LaunchRefusedException(TurnFailure failure) : Exception(failure.Message)
{
    public LaunchRefusedException(string code, FailureKind kind, string message, string fix) : this(new TurnFailure(code, kind, message, Retryable: false, fix))
    {
    }

    public TurnFailure Failure => failure;
}
