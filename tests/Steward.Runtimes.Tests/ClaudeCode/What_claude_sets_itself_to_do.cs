using Steward.Domain.Agents;
using Steward.Domain.Turns;

namespace Steward.Runtimes.Tests.ClaudeCode;

public sealed class What_claude_sets_itself_to_do
{
    private static string Call(string tool, string parent = "null") =>
        $$$"""{"type":"assistant","message":{"content":[{"type":"tool_use","id":"t","name":"{{{tool}}}","input":{}}]},"parent_tool_use_id":{{{parent}}}}""";

    private static string Result(string structured, string members = "", string parent = "null") =>
        $$$"""{"type":"user","message":{"content":[{"tool_use_id":"t","type":"tool_result","content":"ok"{{{members}}}}]},"parent_tool_use_id":{{{parent}}},"tool_use_result":{{{structured}}}}""";

    private static IEnumerable<string> Lists(params IEnumerable<string> lines) =>
        Claude.Read(lines).OfType<AgentTodo>().Select(static todo => string.Join(", ", todo.Items.Select(static item => $"{item.Text} {item.Status} {item.Doing}".Trim())));

    [Fact]
    public void Is_a_list_that_it_writes_whole() => Assert.Equal(
        ["A InProgress Doing A, B Pending"],
        Lists(Call("TodoWrite"), Result("""{"oldTodos":[],"newTodos":[{"content":"A","status":"in_progress","activeForm":"Doing A"},{"content":"B","status":"pending"}]}""")));

    [Fact]
    public void Is_made_of_tasks_that_come_change_and_go() => Assert.Equal(
        ["write Pending", "write Pending, test Pending", "write InProgress, test Pending", "write InProgress", "write Completed, ship Pending"],
        Lists(
            Call("TaskCreate"), Result("""{"task":{"id":"1","subject":"write"}}"""),
            Call("TaskCreate"), Result("""{"task":{"id":"2","subject":"test"}}"""),
            Call("TaskUpdate"), Result("""{"success":true,"taskId":"1","statusChange":{"from":"pending","to":"in_progress"}}"""),
            Call("TaskUpdate"), Result("""{"success":true,"taskId":"2","statusChange":{"from":"pending","to":"deleted"}}"""),
            Call("TaskList"), Result("""{"tasks":[{"id":"1","subject":"write","status":"completed"},{"id":"3","subject":"ship","status":"pending"}]}""")));

    [Fact]
    public void Does_not_change_by_a_call_that_failed_or_by_the_list_of_a_helper() => Assert.Empty(Lists(
        Call("TaskCreate"), Result("\"Error: No such tool available: TaskCreate\"", ",\"is_error\":true"),
        Call("TodoWrite", "\"a\""), Result("""{"newTodos":[{"content":"A","status":"pending"}]}""", parent: "\"a\"")));

    [Fact]
    public void Is_bounded()
    {
        var items = string.Join(',', Enumerable.Range(0, 1000).Select(static i => $$"""{"content":"{{i}} {{new string('x', 1000)}}","status":"pending"}"""));
        var interpreter = Claude.Open();
        var todo = Assert.Single(Claude.Read(interpreter, [Call("TodoWrite"), Result($$"""{"newTodos":[{{items}}]}""")]).OfType<AgentTodo>());

        Assert.Equal(TodoItem.MostItems, todo.Items.Count);
        Assert.True(interpreter.Memory.Length < 128 << 10);
    }
}
