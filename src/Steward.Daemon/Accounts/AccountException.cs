namespace Steward.Daemon.Accounts;

/// <summary>What was asked of an account cannot be done, in words for its owner.</summary>
public sealed class AccountException(string code, string message, string? fix, bool retryable = false) : Exception(message)
{
    public string Code => code;

    public string? Fix => fix;

    public bool Retryable => retryable;
}
