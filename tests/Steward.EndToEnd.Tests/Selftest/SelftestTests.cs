using System.Text.Json;
using Steward.EndToEnd.Tests.Support;

namespace Steward.EndToEnd.Tests.Selftest;

public sealed class SelftestTests(StewardUnderTest steward) : IClassFixture<StewardUnderTest>
{
    [Fact]
    public async Task Five_steps_pass_from_the_port_to_an_answer_and_no_session_is_left()
    {
        var ran = await steward.RunAsync("selftest");
        Assert.True(ran.ExitCode == 0, ran.Out + ran.Error);
        Assert.Equal(["PASS 1", "PASS 2", "PASS 3", "PASS 4", "PASS 5"], Steps(ran.Out));
        Assert.Contains("Hello! I am Steward's built-in demo agent.", ran.Out, StringComparison.Ordinal);
        Assert.DoesNotContain((await steward.Api.GetAsync("/v3/sessions")).Json.EnumerateArray(), IsOfTheTest);
    }

    [Fact]
    public async Task A_step_that_fails_says_why_and_what_to_do()
    {
        var ran = await steward.RunAsync("selftest", "--agent", "nobody");
        Assert.Equal(1, ran.ExitCode);
        Assert.Equal(["PASS 1", "PASS 2", "PASS 3", "PASS 4", "FAIL 5"], Steps(ran.Out));
        Assert.Contains("There is no agent called nobody.", ran.Out, StringComparison.Ordinal);
        Assert.Contains("fix: ", ran.Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task In_JSON_each_step_is_an_object()
    {
        var ran = await steward.RunAsync("selftest", "--json");
        var steps = JsonDocument.Parse(ran.Out).RootElement.EnumerateArray().ToList();
        Assert.Equal(5, steps.Count);
        Assert.All(steps, step => Assert.True(step.GetProperty("passed").GetBoolean()));
    }

    private static List<string> Steps(string output) =>
        [.. output.Split('\n').Where(line => line.StartsWith("PASS", StringComparison.Ordinal) || line.StartsWith("FAIL", StringComparison.Ordinal)).Select(line => line[..6])];

    private static bool IsOfTheTest(JsonElement session) => session.TryGetProperty("title", out var title) && title.GetString() == "selftest";
}
