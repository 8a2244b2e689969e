using System.Text.Json;

namespace Steward.ClaudeCode.Tests.LanguageModel;

/// <summary>Finds in a request of the Messages API what its newest message asks for, and how far the turn has come.</summary>
internal static class ModelRequest
{
    public static ModelStep StepOf(JsonElement request)
    {
        var messages = request.GetProperty("messages").EnumerateArray().ToList();
        var asked = messages.FindLastIndex(static message => IsOfUser(message) && Texts(message).Any(static text => text.Contains("[[", StringComparison.Ordinal)));
        if (asked < 0)
            return new ModelText("ok");
        var text = Texts(messages[asked]).Last(static text => text.Contains("[[", StringComparison.Ordinal));
        // A later prompt without a marker asks for nothing; the results of tools belong to the turn.
        var step = messages.Skip(asked + 1).Count(static message => message.GetProperty("role").GetString() == "assistant");
        return ModelStep.Of(text, step, ResultsOf(messages[^1]), SystemPromptOf(request));
    }

    private static bool IsOfUser(JsonElement message) => message.GetProperty("role").GetString() == "user";

    private static IEnumerable<string> Texts(JsonElement message) => message.GetProperty("content") switch
    {
        { ValueKind: JsonValueKind.String } text => [text.GetString()!],
        var blocks => blocks.EnumerateArray().Where(static block => block.GetProperty("type").GetString() == "text")
            .Select(static block => block.GetProperty("text").GetString()!),
    };

    private static string SystemPromptOf(JsonElement request) => request.TryGetProperty("system", out var system)
        ? system.ValueKind == JsonValueKind.String ? system.GetString()! : string.Join("\n\n", system.EnumerateArray().Select(static part => part.GetProperty("text").GetString()))
        : "";

    private static string ResultsOf(JsonElement message) => message.GetProperty("content") is { ValueKind: JsonValueKind.Array } blocks
        ? string.Join(" | ", blocks.EnumerateArray().Where(static block => block.GetProperty("type").GetString() == "tool_result").Select(ResultOf))
        : "";

    private static string ResultOf(JsonElement block) => block.TryGetProperty("content", out var content)
        ? content.ValueKind == JsonValueKind.String ? content.GetString()! : string.Join(' ', content.EnumerateArray().Select(static part => part.GetProperty("text").GetString()))
        : "";
}
