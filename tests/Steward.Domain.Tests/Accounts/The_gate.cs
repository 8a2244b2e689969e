using Steward.Domain.Accounts;
using Steward.Domain.Turns;

namespace Steward.Domain.Tests.Accounts;

public sealed class The_gate
{
    private static readonly DateTimeOffset Now = DateTimeOffset.UnixEpoch.AddDays(20_000);

    private static AccountFacts Good { get; } = new()
    {
        Program = "/bin/claude",
        Login = LoginKind.Stored,
        LoginFrom = "file",
        StoredExpiresAt = Now.AddDays(90),
    };

    private static AccountFacts Expired { get; } = Good with { StoredExpiresAt = Now.AddMinutes(-1) };

    [Theory]
    [InlineData(GateMode.Advise)]
    [InlineData(GateMode.OrgDisabled)]
    [InlineData(GateMode.Strict)]
    public void Lets_a_good_account_pass_without_a_word(GateMode mode) => Assert.Equal(default, GateRules.Decide(mode, Good, Now));

    [Fact]
    public void Says_what_it_sees_and_lets_the_call_decide_when_it_only_advises()
    {
        foreach (var bad in (AccountFacts[])[Expired, WithGrant(Good, Now), Good with { DisabledReason = "out_of_credits" }])
        {
            var answer = GateRules.Decide(GateMode.Advise, bad, Now);
            Assert.Null(answer.Refusal);
            Assert.Contains("Fix:", answer.Advice, StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData(GateMode.OrgDisabled)]
    [InlineData(GateMode.Strict)]
    public void Names_a_login_that_ran_out_before_the_overage_that_it_hides(GateMode mode)
    {
        var refusal = Refusal(mode, WithGrant(Expired with { DisabledReason = "org_level_disabled_until" }, Now));
        Assert.Equal(("oauth-expired", FailureKind.Auth), (refusal.Code, refusal.Kind));
        Assert.Contains("setup-token", refusal.Fix, StringComparison.Ordinal);
    }

    [Fact]
    public void Lets_an_agent_renew_its_own_login_for_that_it_must_be_started()
    {
        var renewable = Expired with { CanRenew = true };
        Assert.Null(GateRules.Decide(GateMode.OrgDisabled, renewable, Now).Refusal);
        Assert.Null(GateRules.Decide(GateMode.Strict, renewable, Now).Refusal);
        Assert.Equal(FailureKind.Auth, Refusal(GateMode.Strict, renewable with { CanRenew = false }).Kind);
    }

    [Theory]
    [InlineData("org_level_disabled_until", true)]
    [InlineData("org_level_disabled", false)]
    [InlineData("out_of_credits", false)]
    public void Heeds_the_organisations_own_switch_alone_when_told_so(string reason, bool refused) =>
        Assert.Equal(refused, GateRules.Decide(GateMode.OrgDisabled, Good with { DisabledReason = reason }, Now).Refusal is not null);

    [Fact]
    public void Does_not_take_an_old_grant_for_the_organisations_switch() =>
        Assert.Null(GateRules.Decide(GateMode.OrgDisabled, WithGrant(Good, Now), Now).Refusal);

    [Fact]
    public void Refuses_all_that_a_call_would_be_refused_for_when_it_is_strict_in_the_words_that_owners_know()
    {
        var overage = Refusal(GateMode.Strict, WithGrant(Good, Now));
        Assert.Equal(FailureKind.OverageDisabled, overage.Kind);
        Assert.Contains("Claude Max-plan overage is unavailable (disabled or depleted at the org level)", overage.Message, StringComparison.Ordinal);
        Assert.Contains("https://claude.ai/settings/usage", overage.Fix, StringComparison.Ordinal);

        var credits = Refusal(GateMode.Strict, Good with { DisabledReason = "out_of_credits" });
        Assert.Equal(FailureKind.OutOfCredits, credits.Kind);
        Assert.Contains("The agent is out of Anthropic credits", credits.Message, StringComparison.Ordinal);

        Assert.Contains("overage clear", Refusal(GateMode.Strict, WithGrant(Good, Now.AddHours(-5))).Fix, StringComparison.Ordinal);
    }

    private static TurnFailure Refusal(GateMode mode, AccountFacts facts) => Assert.IsType<TurnFailure>(GateRules.Decide(mode, facts, Now).Refusal);

    private static AccountFacts WithGrant(AccountFacts facts, DateTimeOffset at) => facts with { Grants = [new OverageGrant("{}", false, at)] };
}
