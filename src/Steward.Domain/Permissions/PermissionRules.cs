namespace Steward.Domain.Permissions;

public static class PermissionRules
{
    /// <summary>Deny beats ask beats allow; with no rule that matches, the owner is asked.</summary>
    public static RuleVerdict Judge(IEnumerable<PermissionRule> rules, PermissionSubject subject)
    {
        RuleVerdict? verdict = null;
        foreach (var rule in rules)
            if (rule.Matches(subject) && (verdict is null || rule.Verdict > verdict))
                verdict = rule.Verdict;
        return verdict ?? RuleVerdict.Ask;
    }
}
