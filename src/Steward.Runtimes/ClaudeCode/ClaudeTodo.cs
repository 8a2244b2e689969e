using System.Text.Json;
using Steward.Domain.Agents;
using Steward.Domain.Turns;
using Steward.Runtimes.Texts;

namespace Steward.Runtimes.ClaudeCode;

/// <summary>One of its tasks, by its own number; those of a whole list have none.</summary>
internal sealed record KnownTask(string? Id, string Text, TodoStatus Status, string? Doing);

/// <summary>
/// Its list of things to do. It has two kinds of tools for that, of which a process has one: a list that is written whole, and tasks that are made
/// and changed one by one. Their results say what came of it; a call alone may still fail.
/// </summary>
internal static class ClaudeTodo
{
    public static ClaudeMemory Read(string? tool, bool isOfHelper, JsonElement said, ClaudeMemory memory, ICollection<AgentReport> reports)
    {
        var result = Json.Object(said, "tool_use_result");
        var tasks = tool switch
        {
            // A helper writes a list of its own; tasks are one list for all.
            "TodoWrite" when !isOfHelper => Written(result),
            "TaskCreate" => Made(result, memory.Tasks ?? []),
            "TaskUpdate" => Changed(result, memory.Tasks ?? []),
            "TaskList" => Listed(result, memory.Tasks ?? []),
            _ => null,
        };
        if (tasks is null || tasks.SequenceEqual(memory.Tasks ?? []))
            return memory;
        tasks = [.. tasks.Take(TodoItem.MostItems)];
        reports.Add(new AgentTodo([.. tasks.Select(static task => new TodoItem(task.Text, task.Status, task.Doing))]));
        return memory with { Tasks = tasks.Length > 0 ? tasks : null };
    }

    private static KnownTask[]? Written(JsonElement? result) => result is null ? null :
        [.. Json.Items(result, "newTodos").Select(static item => new KnownTask(null, TextOf(item, "content") ?? "", StatusOf(item), TextOf(item, "activeForm")))];

    private static KnownTask[]? Made(JsonElement? result, KnownTask[] known) =>
        Json.Object(result, "task") is { } task && TextOf(task, "id") is { } id && TextOf(task, "subject") is { } text
            ? [.. known.Where(other => other.Id != id), new KnownTask(id, text, TodoStatus.Pending, null)]
            : null;

    private static KnownTask[]? Changed(JsonElement? result, KnownTask[] known)
    {
        var (id, status) = (TextOf(result, "taskId"), Json.Text(Json.Object(result, "statusChange"), "to"));
        return status switch
        {
            null => null,
            "deleted" => [.. known.Where(task => task.Id != id)],
            _ => [.. known.Select(task => task.Id == id ? task with { Status = StatusOf(status) } : task)],
        };
    }

    private static KnownTask[]? Listed(JsonElement? result, KnownTask[] known) => result is null ? null :
    [
        .. Json.Items(result, "tasks").Select(item => new KnownTask(
            TextOf(item, "id"), TextOf(item, "subject") ?? "", StatusOf(item), known.FirstOrDefault(task => task.Id == TextOf(item, "id"))?.Doing)),
    ];

    private static string? TextOf(JsonElement? item, string name) => Json.Text(item, name) is { } text ? PrintableText.Short(text, TodoItem.LongestText) : null;

    private static TodoStatus StatusOf(JsonElement item) => StatusOf(Json.Text(item, "status"));

    private static TodoStatus StatusOf(string? status) => status switch
    {
        "completed" => TodoStatus.Completed,
        "in_progress" => TodoStatus.InProgress,
        _ => TodoStatus.Pending,
    };
}
