using Steward.ClaudeCode.Tests.Support;
using Steward.EndToEnd.Tests.Support;

namespace Steward.ClaudeCode.Tests.Sessions;

/// <summary>Whether it has tools for its things to do depends on its version and its settings; here it has them.</summary>
public sealed class ClaudeWithTasks : ClaudeUnderTest
{
    protected override IReadOnlyDictionary<string, string> MoreEnvironment { get; } = new Dictionary<string, string> { ["CLAUDE_CODE_ENABLE_TODO_TOOLS"] = "1" };
}

public sealed class TodoTests(ClaudeWithTasks steward) : IClassFixture<ClaudeWithTasks>
{
    private HttpApi Api => steward.Api;

    [Fact]
    public async Task What_it_sets_itself_to_do_is_an_event_and_stands_in_the_session()
    {
        var id = await Api.CreateAsync();
        var turn = await Api.SubmitAsync(id, """[[tool:TaskCreate:{"subject":"write the tests","description":"all of them"}]]""");
        Assert.Equal("turn.done", (await Api.EndAsync(id, turn)).Event);

        var todo = (await Api.EventsAsync(id)).Single(static happened => happened.Event == "turn.todo").Payload.GetProperty("items")[0];
        Assert.Equal(("write the tests", "pending"), (todo.Text("text"), todo.Text("status")));
        Assert.Equal("write the tests", (await Api.SessionAsync(id)).GetProperty("todo")[0].Text("text"));
    }
}
