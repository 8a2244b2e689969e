namespace Steward.Keeper.Startup;

/// <summary>Why a keeper does not start. The message is for the owner.</summary>
internal sealed class KeeperFailure(string code, int exitCode, string message, int? pid = null) : Exception(message)
{
    public const int Permanent = 78, Storage = 70;

    public string Code => code;
    public int ExitCode => exitCode;
    public int? Pid => pid;
}
