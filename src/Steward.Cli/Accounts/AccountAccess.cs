using Steward.Daemon.Accounts;
using Steward.Protocol.Accounts;
using Steward.Protocol.Client;

namespace Steward.Cli.Accounts;

/// <summary>
/// Asks the daemon, which knows the environment of its agents; where none answers, the same is found out here. Nothing is started for it: who looks into
/// trouble must get an answer also when the daemon is the trouble.
/// </summary>
internal sealed class AccountAccess(CommandContext context)
{
    private readonly StewardClient? _client = context.KeeperLives() ? context.Client() : null;

    public Task<AuthView> LookAsync(string? agent, CancellationToken stop) =>
        AskAsync(client => client.AuthAsync(agent, stop), desk => Task.FromResult(desk.Look(agent)));

    public Task<OverageView> OverageAsync(string? agent, CancellationToken stop) =>
        AskAsync(client => client.OverageAsync(agent, stop), desk => Task.FromResult(desk.Overage(agent)));

    public Task<OverageCleared> ClearOverageAsync(string? agent, CancellationToken stop) =>
        AskAsync(client => client.ClearOverageAsync(agent, stop), desk => desk.ClearOverageAsync(agent, stop));

    public Task<TokenStored> SaveTokenAsync(StoreTokenRequest request, CancellationToken stop) =>
        AskAsync(client => client.StoreTokenAsync(request, stop), desk => desk.SaveAsync(request));

    public Task<TokenStored> ClearTokenAsync(CancellationToken stop) =>
        AskAsync(client => client.ClearTokenAsync(stop), static desk => desk.ClearTokenAsync());

    /// <summary>Claude Code runs below this command and not below the daemon: it ends with it, and the folder is this one's.</summary>
    public Task<OverageView> RefreshOverageAsync(string? agent, string folder, TimeSpan? limit, CancellationToken stop) =>
        HereAsync(desk => desk.RefreshOverageAsync(agent, folder, limit, stop));

    /// <summary>The environment to run the agent's own program in.</summary>
    public IReadOnlyDictionary<string, string> EnvironmentOf(string? agent, bool withToken) => Desk().EnvironmentOf(agent, withToken);

    private async Task<T> AskAsync<T>(Func<StewardClient, Task<T>> daemon, Func<AccountDesk, Task<T>> here)
    {
        if (_client is not null)
        {
            try
            {
                return await daemon(_client);
            }
            catch (DaemonException silent) when (silent is NotRunningException or ParkedException or NoAnswerException)
            {
                context.Terminal.Error.WriteLine("(the daemon does not answer; this is what its files say)");
            }
        }
        return await HereAsync(here);
    }

    private async Task<T> HereAsync<T>(Func<AccountDesk, Task<T>> here)
    {
        try
        {
            return await here(Desk());
        }
        catch (AccountException trouble)
        {
            throw new CommandException(
                trouble.Code, "account", trouble.Message, trouble.Fix, trouble.Code == "timeout" ? ExitCode.TimedOut : trouble.Retryable ? ExitCode.Temporary : ExitCode.Failure);
        }
    }

    private AccountDesk Desk() => AccountDesk.WithoutDaemon(context.Home, Environment.GetEnvironmentVariables(), context.Time);
}
