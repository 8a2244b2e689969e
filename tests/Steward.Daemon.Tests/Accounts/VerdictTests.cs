using System.Diagnostics;
using System.Globalization;
using Steward.Daemon.Accounts;
using Steward.Daemon.Configuration;
using Steward.Protocol.Accounts;

namespace Steward.Daemon.Tests.Accounts;

public sealed class VerdictTests : IDisposable
{
    private readonly AccountFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    // NOW±Nh becomes that moment in milliseconds.
    [Theory]
    [InlineData("ok", "{'claudeAiOauth':{'accessToken':'a','expiresAt':NOW+5h}}", "{'cachedExtraUsageDisabledReason':null}")]
    [InlineData("oauth_expired", "{'claudeAiOauth':{'accessToken':'a','expiresAt':NOW-1h}}", "{}")]
    [InlineData("oauth_expired", "{'claudeAiOauth':{'accessToken':'a','expiresAt':NOW-1h}}", "{'cachedExtraUsageDisabledReason':'out_of_credits','overageCreditGrantCache':{'o':{'info':{'available':false},'timestamp':NOW-9h}}}")]
    [InlineData("oauth_expired", "{'claudeAiOauth':{'expiresAt':NOW-1h}}", "{'overageCreditGrantCache':{'o':{'info':{'available':false},'timestamp':NOW-0h}}}")]
    [InlineData("overage_disabled", "{'claudeAiOauth':{'accessToken':'a','expiresAt':NOW+5h}}", "{'overageCreditGrantCache':{'o':{'info':{'available':false},'timestamp':NOW-0h}}}")]
    [InlineData("overage_disabled", "{'claudeAiOauth':{'accessToken':'a'}}", "{'overageCreditGrantCache':{'o':{'info':{'available':true},'timestamp':NOW-0h},'p':{'info':{'available':false}}}}")]
    [InlineData("overage_disabled", "{'claudeAiOauth':{'accessToken':'a'}}", "{'cachedExtraUsageDisabledReason':'org_level_disabled_until'}")]
    [InlineData("stale_grant_cache", "{'claudeAiOauth':{'accessToken':'a'}}", "{'overageCreditGrantCache':{'o':{'info':{'available':false},'timestamp':NOW-5h}}}")]
    [InlineData("stale_grant_cache", "{'claudeAiOauth':{'accessToken':'a'}}", "{'cachedExtraUsageDisabledReason':'out_of_credits','overageCreditGrantCache':{'o':{'info':{'available':true},'timestamp':NOW-5h}}}")]
    [InlineData("out_of_credits", "{'claudeAiOauth':{'accessToken':'a'}}", "{'cachedExtraUsageDisabledReason':'out_of_credits'}")]
    [InlineData("not_logged_in", "{}", "{'cachedExtraUsageDisabledReason':'org_level_disabled'}")]
    [InlineData("not_logged_in", "{'claudeAiOauth':{'accessToken':''}}", "{")]
    [InlineData("ok", "{'claudeAiOauth':{'accessToken':'a','expiresAt':1e99}}", "{'cachedExtraUsageDisabledReason':'fetch_error','overageCreditGrantCache':[1]}")]
    public void The_files_lead_to_the_one_true_cause(string verdict, string credentials, string config)
    {
        _folder.Install();
        AccountFolder.Write(_folder.Credentials, Filled(credentials));
        AccountFolder.Write(_folder.Config, Filled(config));
        Assert.Equal(verdict, Look().Verdict);
    }

    [Fact]
    public void The_four_causes_stand_in_their_order_and_a_stale_cache_has_its_age()
    {
        AccountFolder.Write(_folder.Credentials, "{\"claudeAiOauth\":{\"accessToken\":\"a\"}}");
        AccountFolder.Write(_folder.Config, Filled("{'overageCreditGrantCache':{'o':{'info':{'available':false},'timestamp':NOW-5h}}}"));
        var auth = Look();
        Assert.Equal(["oauth_expired", "overage_disabled", "stale_grant_cache", "daemon_cache"], auth.Causes.Where(static cause => cause.Number is not null).Select(static cause => cause.Name));
        Assert.Equal(("stale_grant_cache", "5h"), (auth.Verdict, auth.Age));
        Assert.Contains("auth overage clear", auth.Fix, StringComparison.Ordinal);
        Assert.Equal("{\"available\":false}", Assert.Single(auth.Grants).Info.GetRawText());
    }

    [Fact]
    public void Without_program_and_login_it_is_the_program_that_is_missing() => Assert.Equal("no_claude", Look().Verdict);

    [Fact]
    public void What_only_a_human_can_mend_is_said_to_be_so()
    {
        AccountFolder.Write(_folder.Credentials, "{\"claudeAiOauth\":{\"accessToken\":\"a\"}}");
        AccountFolder.Write(_folder.Config, "{\"cachedExtraUsageDisabledReason\":\"org_level_disabled\"}");
        var auth = Look();
        Assert.True(auth.NeedsHuman);
        Assert.Contains("https://claude.ai/settings/usage", auth.Fix, StringComparison.Ordinal);
    }

    [Fact]
    public void A_change_on_disk_counts_at_once()
    {
        AccountFolder.Write(_folder.Config, "{\"cachedExtraUsageDisabledReason\":\"out_of_credits\"}");
        Assert.Equal("out_of_credits", _folder.Desk.Overage(null).CachedExtraUsageDisabledReason);
        AccountFolder.Write(_folder.Config, "{\"cachedExtraUsageDisabledReason\":null}");
        Assert.Null(_folder.Desk.Overage(null).CachedExtraUsageDisabledReason);
    }

    [Fact]
    public void A_pipe_in_place_of_a_file_is_said_to_be_one_and_nobody_waits_for_it()
    {
        Process.Start("mkfifo", [_folder.Config, _folder.Credentials]).WaitForExit();
        Assert.Equal(2, Look().Evidence.Count(static line => line.Contains("is no plain file", StringComparison.Ordinal)));
    }

    [Fact]
    public void A_link_is_followed_as_claude_code_follows_it()
    {
        AccountFolder.Write(System.IO.Path.Combine(_folder.Path, "elsewhere"), "{\"cachedExtraUsageDisabledReason\":\"out_of_credits\"}");
        File.CreateSymbolicLink(_folder.Config, "elsewhere");
        Assert.Equal("out_of_credits", Look().CachedExtraUsageDisabledReason);
    }

    [Fact]
    public void An_agent_has_the_account_of_its_own_environment()
    {
        var other = Directory.CreateDirectory(System.IO.Path.Combine(_folder.Path, "other")).FullName;
        AccountFolder.Write(System.IO.Path.Combine(other, ".credentials.json"), "{\"claudeAiOauth\":{\"accessToken\":\"a\"}}");
        AccountFolder.Write(System.IO.Path.Combine(other, ".claude.json"), "{\"cachedExtraUsageDisabledReason\":\"out_of_credits\"}");
        _folder.Settings = WithAgents(Agent("mine", "claude-code", ("CLAUDE_CONFIG_DIR", other)), Agent("plain", "exec"));
        Assert.Equal(("mine", "out_of_credits"), (Look().Agent, Look().Verdict));
        Assert.Equal("no_account", Assert.Throws<AccountException>(() => _folder.Desk.Look("plain")).Code);
        Assert.Equal("unknown_agent", Assert.Throws<AccountException>(() => _folder.Desk.Look("none")).Code);
    }

    internal static Settings WithAgents(params AgentSettings[] agents) =>
        Settings.Default with { Agents = Settings.Default.Agents.AddRange(agents.Select(static agent => KeyValuePair.Create(agent.Name, agent))) };

    internal static AgentSettings Agent(string name, string runtime, params (string Name, string Value)[] environment)
    {
        var agent = new AgentSettings { Name = name, Runtime = runtime };
        return agent with { Environment = agent.Environment.AddRange(environment.Select(static entry => KeyValuePair.Create(entry.Name, entry.Value))) };
    }

    private AuthView Look() => _folder.Desk.Look(null);

    private static string Filled(string json)
    {
        var text = json.Replace('\'', '"');
        for (var at = text.IndexOf("NOW", StringComparison.Ordinal); at >= 0; at = text.IndexOf("NOW", StringComparison.Ordinal))
        {
            var hours = int.Parse(text.AsSpan(at + 3, 2), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture);
            var moment = TimeProvider.System.GetUtcNow().AddHours(hours).ToUnixTimeMilliseconds();
            text = string.Concat(text.AsSpan(0, at), moment.ToString(CultureInfo.InvariantCulture), text.AsSpan(at + 6));
        }
        return text;
    }
}
