using System.Text.Json;
using Steward.Domain.Accounts;
using Steward.Protocol.Accounts;
using Steward.Runtimes.ClaudeCode;

namespace Steward.Daemon.Accounts;

internal static class AccountViews
{
    public static AuthView Of(OwnedAccount owned, DateTimeOffset now)
    {
        var facts = owned.Account.Facts;
        var diagnosis = AccountRules.Diagnose(facts, now);
        return new AuthView
        {
            Verdict = AccountRules.NameOf(diagnosis.Verdict),
            Message = diagnosis.Message,
            Fix = diagnosis.Fix,
            NeedsHuman = diagnosis.NeedsHuman,
            Age = diagnosis.Age is { } age ? AccountRules.Rough(age) : null,
            Agent = owned.Agent,
            Program = facts.Program,
            Login = facts.Login switch
            {
                LoginKind.None => "none",
                LoginKind.Key => "key",
                LoginKind.Token => "token",
                LoginKind.Stored => "stored",
            },
            LoginFrom = facts.LoginFrom,
            LoginExpiresAt = facts.ExpiresAt,
            CanRenew = facts.CanRenew,
            ExpiresAt = facts.StoredExpiresAt,
            Now = now,
            Expired = facts.StoredExpiresAt <= now,
            CachedExtraUsageDisabledReason = facts.DisabledReason,
            Grants = Grants(facts),
            Causes = [.. diagnosis.Causes.Select(static cause => new CauseView(cause.Name, cause.Title, cause.Passed, cause.Evidence, cause.Number))],
            Evidence = [.. Evidence(owned)],
            Variables = owned.Variables,
        };
    }

    public static OverageView OverageOf(ClaudeAccount account, DateTimeOffset now) =>
        new(now, Grants(account.Facts), account.Facts.DisabledReason, account.ConfigFile, account.ConfigWrittenAt);

    private static IReadOnlyList<GrantView> Grants(AccountFacts facts) =>
        [.. facts.Grants.Select(static grant => new GrantView(JsonElement.Parse(grant.Info), grant.CachedAt))];

    private static IEnumerable<string> Evidence(OwnedAccount owned)
    {
        var account = owned.Account;
        yield return $"login: {account.Facts.LoginFrom ?? "none"}";
        yield return $"credentials: {account.CredentialsFile ?? "no home folder is known"}";
        var written = account.ConfigWrittenAt is { } at ? $", written {AccountRules.Iso(at)}" : ", not there";
        yield return $"cache: {account.ConfigFile ?? "no home folder is known"}{(account.ConfigFile is null ? "" : written)}";
        yield return $"program: {account.Facts.Program ?? "none"}";
        foreach (var trouble in account.Facts.Troubles)
            yield return trouble;
    }
}
