using System.Collections.Immutable;
using Steward.Daemon.Secrets;
using Steward.Daemon.Sessions;
using Steward.Domain.Agents;
using Steward.Domain.Events;
using Steward.Domain.Permissions;
using Steward.Domain.Turns;
using Steward.Domain.Usage;

namespace Steward.Daemon.Tests.Sessions;

public sealed class ReportRedactionTests
{
    private const string Secret = "canary-7f3a9ce1d5b2";

    private static readonly RawJson Json = new($$"""{"key":"{{Secret}}"}""");

    /// <summary>Every kind of report, with the secret in every text that an agent's program or the service behind it may choose.</summary>
    private static readonly ImmutableArray<AgentReport> Reports =
    [
        new AgentWords(Secret), new AgentThoughts(Secret), new AgentMessage(Secret), new AgentHelperSaid("call", Secret),
        new AgentTodo([new TodoItem(Secret, default, Secret)]), new AgentToolStarted("call", "bash", Json), new AgentToolEnded("call", "bash", true, Secret, 1),
        new AgentCalled("q", Json, "tool", Json), new AgentDeclined("q", "it", Secret, Json), new AgentRetries(1, 2, 3, Secret),
        new AgentNote(Secret) { Fix = Secret }, new AgentRaw(Json), new AgentChose(1, Secret),
        new AgentFinished(null, new TurnFailure("auth", FailureKind.Auth, $"{Secret} was refused", false, $"not {Secret}"), TurnUsage.None),
    ];

    /// <summary>What they say is the agent's own name of something, a number, or what would run, which its owner must see as it is.</summary>
    private static readonly ImmutableArray<Type> AsTheyAre =
        [typeof(AgentReady), typeof(AgentBegan), typeof(AgentAsked), typeof(AgentWithdrew), typeof(AgentWindow), typeof(AgentBackground), typeof(AgentChangedMode), typeof(AgentTook)];

    [Fact]
    public void No_text_of_a_report_keeps_a_secret()
    {
        var redactor = new Redactor();
        redactor.Learn(Secret);
        foreach (var report in Reports)
        {
            var kept = ReportRedaction.Of(report, redactor);
            Assert.DoesNotContain(Secret, TextOf(kept), StringComparison.Ordinal);
            Assert.Contains(Secret, TextOf(report), StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Every_kind_of_report_is_thought_of()
    {
        var kinds = typeof(AgentReport).Assembly.GetTypes().Where(static type => type.IsSubclassOf(typeof(AgentReport)));
        Assert.Empty(kinds.Except(Reports.Select(static report => report.GetType())).Except(AsTheyAre));
    }

    private static string TextOf(AgentReport report) => report is AgentTodo todo ? string.Join(' ', todo.Items) : report.ToString();
}
