using Steward.Domain.Agents;
using Steward.Runtimes.ClaudeCode;

namespace Steward.Runtimes.Tests.ClaudeCode;

public sealed class A_message_that_is_sent_again
{
    private static readonly Guid Own = Claude.Turn.Uuid;
    private static readonly PastReply Finished = new(["done"], null), CutOff = new([], null) { IsCutOff = true };

    [Fact]
    public void Keeps_its_uuid_when_it_had_not_begun_or_was_finished()
    {
        Assert.Equal(Own, new MessageKeys(static _ => null).Of(Claude.Turn, 3));
        Assert.Equal(Own, new MessageKeys(static _ => Finished).Of(Claude.Turn, 2));
    }

    [Fact]
    public void Gets_another_one_for_each_attempt_that_was_cut_off()
    {
        var held = new Dictionary<Guid, PastReply> { [Own] = CutOff };
        var keys = new MessageKeys(held.GetValueOrDefault);
        var second = keys.Of(Claude.Turn, 2);
        Assert.NotEqual(Own, second);
        Assert.Equal(second, keys.Of(Claude.Turn, 2));

        held[second] = CutOff;
        Assert.DoesNotContain(keys.Of(Claude.Turn, 3), held.Keys);
        held[second] = Finished;
        Assert.Equal(second, keys.Of(Claude.Turn, 3));
    }

    [Fact]
    public void Ends_the_turn_that_runs_whatever_its_uuid()
    {
        var key = new MessageKeys(static _ => CutOff).Of(Claude.Turn, 2).ToString();
        var reports = Claude.Read(Claude.Lifecycle("started", key), Claude.Start, Claude.Words("one"), Claude.Text("one"), Claude.Done.Replace(Claude.Message, key, StringComparison.Ordinal), Claude.Lifecycle("completed", key));
        var end = Claude.End(reports);
        Assert.Equal((null, null), (end.Turn, end.Failure));
        Assert.Equal("one", Assert.Single(reports.OfType<AgentMessage>()).Text);
    }
}
