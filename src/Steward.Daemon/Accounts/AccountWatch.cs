using Microsoft.Extensions.Logging;
using Steward.Daemon.Lifecycle;
using Steward.Daemon.Logs;
using Steward.Daemon.Secrets;
using Steward.Domain.Accounts;

namespace Steward.Daemon.Accounts;

/// <summary>
/// Sees that the owner's token has changed, whoever wrote it, and that a login is about to run out. A login that ran out while nobody looked is the
/// commonest reason for agents that do nothing.
/// </summary>
internal sealed class AccountWatch(AccountBook book, Redactor redactor, Notices notices, TimeProvider time, ILogger log)
{
    private const int TicksPerLook = 60;

    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);

    private readonly Dictionary<string, (DateTimeOffset End, TimeSpan Step)> _announced = [];
    private string? _token = book.Token;

    /// <summary>Gives the processes that run what they are to log in with now, where that is another than before.</summary>
    public Action SeeLogins { get; init; } = static () => { };

    public async Task RunAsync(CancellationToken cancellationToken)
    {
        using var timer = new PeriodicTimer(Interval, time);
        var tick = 0;
        do
        {
            SeeToken();
            if (tick++ % TicksPerLook == 0)
                SeeExpiry();
        }
        while (await timer.WaitForNextTickAsync(cancellationToken));
    }

    public void SeeToken()
    {
        var token = book.Token;
        // Before anything is told of it.
        if (token is not null)
            redactor.Learn(token);
        SeeLogins();
        if (token == _token)
            return;
        _token = token;
        SeeExpiry();
    }

    public void SeeExpiry()
    {
        var now = time.GetUtcNow();
        foreach (var owned in book.All())
        {
            var facts = owned.Account.Facts;
            var key = $"login {owned.Agent}";
            if (ExpiryRules.Due(facts, now) is not { } step)
            {
                _announced.Remove(key);
                notices.Keep(key, null);
            }
            else if (!_announced.TryGetValue(key, out var before) || before != (facts.ExpiresAt!.Value, step))
            {
                _announced[key] = (facts.ExpiresAt!.Value, step);
                var sentence = ExpiryRules.Announce(facts, now);
                notices.Keep(key, sentence);
                log.AccountTrouble(sentence);
            }
        }
    }
}
