using System.Text.Json;

namespace Steward.ClaudeCode.Tests.StandIn;

/// <summary>The file that keeps a conversation, as Claude Code keeps it, as far as Steward looks into it.</summary>
internal sealed class StandInTranscript
{
    private readonly string _file;

    public StandInTranscript(string conversation)
    {
        var own = Environment.GetEnvironmentVariable("CLAUDE_CONFIG_DIR") ?? Path.Combine(Environment.GetEnvironmentVariable("HOME")!, ".claude");
        var folder = Path.Combine(own, "projects", "stand-in");
        Directory.CreateDirectory(folder);
        _file = Path.Combine(folder, $"{conversation}.jsonl");
    }

    public bool Exists => File.Exists(_file);

    public bool HasMessage => Records().Any(static record => TypeOf(record) == "user");

    /// <summary>
    /// Messages are remembered by the one that said them last and what came of it: answered ones are not run again; nor are, as with the real one, those that
    /// were cut off when a tool had answered.
    /// </summary>
    public bool HasAnswered(string message) =>
        Records().SkipWhile(record => record.GetProperty("uuid").GetString() != message).Any(static record => TypeOf(record) == "assistant" || IsToolResult(record));

    /// <summary>Another conversation becomes the beginning of this one.</summary>
    public void Copy(string conversation) => File.Copy(Path.Combine(Path.GetDirectoryName(_file)!, $"{conversation}.jsonl"), _file);

    public void AddPictures(string[] types) => Add(new { type = "attachment", uuid = Guid.NewGuid(), types });

    public int Messages => Records().Count(static record => TypeOf(record) == "user");

    public void AddMessage(string uuid, string text) => Add(new { type = "user", uuid, message = new { role = "user", content = new[] { new { type = "text", text } } } });

    public void AddToolResult(string tool, string content, bool failed) =>
        Add(new { type = "user", uuid = Guid.NewGuid(), message = new { role = "user", content = new[] { new { tool_use_id = tool, type = "tool_result", content, is_error = failed } } } });

    public void AddAnswer(string text, string model, string? error) =>
        Add(new { type = "assistant", uuid = Guid.NewGuid(), error, message = new { role = "assistant", model, content = new[] { new { type = "text", text } } } });

    private static bool IsToolResult(JsonElement record) => record.GetProperty("message").GetProperty("content")[0].GetProperty("type").GetString() == "tool_result";

    private static string? TypeOf(JsonElement record) => record.GetProperty("type").GetString();

    private IEnumerable<JsonElement> Records() => Exists
        ? File.ReadLines(_file).Where(static line => line.EndsWith('}')).Select(static line => JsonDocument.Parse(line).RootElement)
        : [];

    private void Add(object record) => File.AppendAllLines(_file, [JsonSerializer.Serialize(record)]);
}
