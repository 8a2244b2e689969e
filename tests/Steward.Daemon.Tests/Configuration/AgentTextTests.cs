using System.Text;
using Steward.Daemon.Configuration;

namespace Steward.Daemon.Tests.Configuration;

/// <summary>An agent is written into the owner's file as somebody who respects that file would do it by hand.</summary>
public sealed class AgentTextTests
{
    private const string Agent = "{\n  \"runtime\": \"demo\"\n}";

    [Theory]
    [InlineData("{}\n", "{\n  \"agents\": {\n    \"new\": {\n      \"runtime\": \"demo\"\n    }\n  }\n}\n")]
    [InlineData("{ \"agents\": {} }", "{ \"agents\": {\n  \"new\": {\n    \"runtime\": \"demo\"\n  }\n} }")]
    [InlineData(
        "{\n  // mine\n  \"agents\": {\n    \"a\": { \"runtime\": \"demo\" } // the first\n    // the end\n  }\n}\n",
        "{\n  // mine\n  \"agents\": {\n    \"a\": { \"runtime\": \"demo\" }, // the first\n    \"new\": {\n      \"runtime\": \"demo\"\n    }\n    // the end\n  }\n}\n")]
    [InlineData(
        "{\n  \"agents\": {\n    \"a\": { \"runtime\": \"demo\" }, /* , */\n  },\n}\n",
        "{\n  \"agents\": {\n    \"a\": { \"runtime\": \"demo\" }, /* , */\n    \"new\": {\n      \"runtime\": \"demo\"\n    }\n  },\n}\n")]
    [InlineData(
        "{\n  \"daemon\": { \"port\": 0 }\n}",
        "{\n  \"daemon\": { \"port\": 0 },\n  \"agents\": {\n    \"new\": {\n      \"runtime\": \"demo\"\n    }\n  }\n}")]
    public void It_is_put_behind_the_others_and_nothing_else_changes(string before, string after) => Assert.Equal(after, With(before));

    [Theory]
    [InlineData("{\n  \"agents\": {\n    \"a\": {}, // keep\n    \"new\": {}\n  }\n}\n", "{\n  \"agents\": {\n    \"a\": {} // keep\n  }\n}\n")]
    [InlineData("{\n  \"agents\": {\n    \"new\": {},\n    // of b\n    \"b\": {},\n  }\n}\n", "{\n  \"agents\": {\n    // of b\n    \"b\": {},\n  }\n}\n")]
    [InlineData("{\"agents\":{\"a\":{},\"new\":{},\"b\":{}}}", "{\"agents\":{\"a\":{},\"b\":{}}}")]
    [InlineData("{\"agents\":{\"new\":{}}}", "{\"agents\":{}}")]
    [InlineData("{\"agents\":{\"other\":{}}}", "{\"agents\":{\"other\":{}}}")]
    public void It_is_taken_out_and_nothing_else_changes(string before, string after) =>
        Assert.Equal(after, Encoding.UTF8.GetString(AgentText.Without(Encoding.UTF8.GetBytes(before), "new")));

    [Theory]
    [InlineData("{}")]
    [InlineData("{\n  \"agents\": {\n    \"a\": {\n      \"runtime\": \"demo\",\n    },\n  },\n}\n")]
    [InlineData("\uFEFF{ /* ü */ \"agents\": { \"a\": { \"runtime\": \"demo\" } } } // end\n")]
    public void It_is_there_once_it_was_put_there_and_gone_once_it_was_taken_out(string before)
    {
        using var config = new OwnersConfig();
        var with = AgentText.With(Encoding.UTF8.GetBytes(before), "new", Agent);
        Assert.Equal("demo", config.Parse(with).Settings.Agents["new"].Runtime);
        Assert.DoesNotContain("new", config.Parse(AgentText.Without(with, "new")).Settings.Agents.Keys);
    }

    private static string With(string before) => Encoding.UTF8.GetString(AgentText.With(Encoding.UTF8.GetBytes(before), "new", Agent));
}
