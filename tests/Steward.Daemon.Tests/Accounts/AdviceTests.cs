using Microsoft.Extensions.Logging.Abstractions;
using Steward.Daemon.Accounts;
using Steward.Daemon.Lifecycle;
using Steward.Domain.Accounts;
using Steward.Domain.Turns;
using Steward.Runtimes.ClaudeCode;

namespace Steward.Daemon.Tests.Accounts;

public sealed class AdviceTests : IDisposable
{
    private readonly AccountFolder _folder = new();
    private readonly Notices _notices = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void What_is_wrong_stands_in_the_status_for_as_long_as_it_is_and_the_call_decides()
    {
        AccountFolder.Write(_folder.Credentials, "{\"claudeAiOauth\":{\"accessToken\":\"a\"}}");
        AccountFolder.Write(_folder.Config, "{\"cachedExtraUsageDisabledReason\":\"out_of_credits\"}");
        Assert.Null(Ask());
        Assert.Null(Ask());
        Assert.Contains("The agent is out of Anthropic credits", Assert.Single(_notices.All), StringComparison.Ordinal);
        AccountFolder.Write(_folder.Config, "{}");
        Assert.Null(Ask());
        Assert.Empty(_notices.All);
    }

    [Fact]
    public void The_mode_counts_from_the_next_start_and_other_agents_are_not_asked_about()
    {
        AccountFolder.Write(_folder.Credentials, "{\"claudeAiOauth\":{\"accessToken\":\"a\"}}");
        AccountFolder.Write(_folder.Config, "{\"cachedExtraUsageDisabledReason\":\"out_of_credits\"}");
        _folder.Settings = _folder.Settings with { GateMode = GateMode.Strict };
        Assert.Equal(FailureKind.OutOfCredits, Ask()!.Kind);
        Assert.Null(Ask(runtime: "exec"));
        _folder.Settings = _folder.Settings with { GateMode = GateMode.OrgDisabled };
        Assert.Null(Ask());
    }

    private TurnFailure? Ask(string runtime = ClaudeRuntime.Name) =>
        new AccountGate(_folder.Book, () => _folder.Settings, _notices, TimeProvider.System, NullLogger.Instance).Refuse(VerdictTests.Agent("mine", runtime), _folder.Environment);
}
