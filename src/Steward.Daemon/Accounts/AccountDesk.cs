using System.Collections;
using Steward.Daemon.Children;
using Steward.Daemon.Configuration;
using Steward.Daemon.Files;
using Steward.Protocol.Accounts;
using Steward.Protocol.Files;

namespace Steward.Daemon.Accounts;

/// <summary>Everything that can be asked and done about accounts: the same for the daemon's routes and for a command when no daemon runs.</summary>
public sealed class AccountDesk
{
    private static readonly TimeSpan UsualRefresh = TimeSpan.FromMinutes(2);

    private readonly AccountBook _book;
    private readonly TokenStore _tokens;
    private readonly TimeProvider _time;
    private int _refreshes;

    internal AccountDesk(AccountBook book, TokenStore tokens, TimeProvider time) => (_book, _tokens, _time) = (book, tokens, time);

    /// <summary>Told of a token before it is kept anywhere.</summary>
    internal Action<string> Learn { get; init; } = static _ => { };

    /// <summary>Told that a token was kept or forgotten.</summary>
    internal Action TokenChanged { get; init; } = static () => { };

    /// <summary>For a command whose daemon does not run: its own environment is what counts.</summary>
    public static AccountDesk WithoutDaemon(StewardHome home, IDictionary environment, TimeProvider time)
    {
        var tokens = new TokenStore(home);
        var settings = SettingsFile.Read(home, Environment.GetEnvironmentVariable, SettingsOverrides.None).Settings;
        return new AccountDesk(new AccountBook(tokens, () => settings, () => ChildEnvironment.AllOf(environment)), tokens, time);
    }

    /// <exception cref="AccountException">There is no such agent, or it has no such account.</exception>
    public AuthView Look(string? agent) => AccountViews.Of(_book.Of(agent), _time.GetUtcNow());

    public OverageView Overage(string? agent) => AccountViews.OverageOf(_book.Of(agent).Account, _time.GetUtcNow());

    public async Task<OverageCleared> ClearOverageAsync(string? agent, CancellationToken cancellationToken)
    {
        var before = Overage(agent);
        var backup = before.File is { } file ? await GuardedAsync(() => new OverageCache(_time).ClearAsync(file, cancellationToken)) : null;
        return new OverageCleared(true, before, Overage(agent), backup);
    }

    /// <summary>Has Claude Code ask its service anew, and says what it wrote down then.</summary>
    /// <param name="folder">Where it runs; nothing there is read.</param>
    public async Task<OverageView> RefreshOverageAsync(string? agent, string folder, TimeSpan? limit, CancellationToken cancellationToken)
    {
        var program = _book.Of(agent).Account.Facts.Program
            ?? throw new AccountException("no_claude", "Claude Code is not installed, or not in the PATH.", "npm install -g @anthropic-ai/claude-code");
        // Two at once would cost two calls and say the same.
        if (Interlocked.Exchange(ref _refreshes, 1) == 1)
            throw new AccountException("busy", "It is being refreshed already.", "try again in a moment", retryable: true);
        try
        {
            await new OverageRefresh(program, _book.EnvironmentOf(agent, withToken: true), _time).RunAsync(folder, limit ?? UsualRefresh, cancellationToken);
        }
        finally
        {
            Volatile.Write(ref _refreshes, 0);
        }
        return Overage(agent);
    }

    public async Task<TokenStored> SaveAsync(StoreTokenRequest request)
    {
        Learn(request.Token.Trim());
        var stored = await GuardedAsync(() => Task.FromResult(_tokens.Save(request.Token, _time.GetUtcNow(), request.ExpiresAt)));
        TokenChanged();
        return new TokenStored(true, _tokens.File, stored.ExpiresAt);
    }

    public async Task<TokenStored> ClearTokenAsync()
    {
        await GuardedAsync(() =>
        {
            _tokens.Clear();
            return Task.FromResult(true);
        });
        TokenChanged();
        return new TokenStored(false, _tokens.File);
    }

    /// <summary>The environment in which a command runs the agent's own program, as the agent would; without the owner's token where it shall make a new one.</summary>
    public IReadOnlyDictionary<string, string> EnvironmentOf(string? agent, bool withToken) => _book.EnvironmentOf(agent, withToken);

    private static async Task<T> GuardedAsync<T>(Func<Task<T>> work)
    {
        try
        {
            return await work();
        }
        catch (UnsafeFileException unsafeFile)
        {
            throw new AccountException("unsafe_file", $"{unsafeFile.Message}. Nothing was changed.", unsafeFile.Fix);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw new AccountException("io", $"{failure.Message.TrimEnd('.')}. Nothing was changed.", "check the file or folder that it names", retryable: true);
        }
    }
}
