using Steward.ClaudeCode.Tests.StandIn;
using Steward.ClaudeCode.Tests.Support;
using Steward.EndToEnd.Tests.Support;

namespace Steward.ClaudeCode.Tests.Sessions;

public sealed class OddLineTests(ClaudeUnderTest steward) : IClassFixture<ClaudeUnderTest>
{
    private HttpApi Api => steward.Api;

    [Fact]
    public async Task Lines_of_an_unknown_kind_of_garbage_and_of_any_length_break_nothing()
    {
        Assert.SkipWhen(ClaudeProgram.Real is not null, "The real one cannot be made to write them.");
        var id = await Api.CreateAsync();
        var end = await Api.EndAsync(id, await Api.SubmitAsync(id, "[[odd:]]"));
        var events = await Api.EventsAsync(id);

        Assert.Equal("turn.done", end.Event);
        Assert.Equal(OddLines.Answer, events.Text("turn.message"));
        Assert.Equal("dance", events.Single(static happened => happened.Event == "agent.raw").Payload.GetProperty("message").Text("type"));
        var notes = events.Where(static happened => happened.Event == "turn.progress").Select(static happened => happened.Payload.Text("text")).ToList();
        Assert.Equal(2, notes.Count(static note => note.Contains("not its language", StringComparison.Ordinal)));
        Assert.Single(notes, static note => note.Contains("more than 8 MiB", StringComparison.Ordinal));
        Assert.StartsWith("yyy", events.Single(static happened => happened.Event == "tool.end").Payload.Text("result"), StringComparison.Ordinal);
    }
}
