using System.Text;
using System.Text.Json;

namespace Steward.Runtimes.ClaudeCode;

internal enum TranscriptState
{
    Absent,

    /// <summary>There is a file, and no message in it.</summary>
    Unborn,

    Held,
}

/// <summary>What a turn that was over before had answered; <paramref name="Error"/> is the kind of trouble that it ended with.</summary>
internal sealed record PastReply(IReadOnlyList<string> Texts, string? Error)
{
    /// <summary>How often it asked for a tool when nobody was there to answer, and took that as a no.</summary>
    public int Unanswered { get; init; }

    /// <summary>It had begun to work, and there is no end of it.</summary>
    public bool IsCutOff { get; init; }

    public string Text => string.Join('\n', Texts);
}

/// <summary>
/// The files that Claude Code keeps its conversations in: one for each, a JSON record a line, appended to. They are read for what it does not say
/// again, and never written.
/// </summary>
internal sealed class Transcripts(string? folder)
{
    // A longer line is a picture or a tool's output, and no reply.
    private const int LongestLine = 8 << 20;

    private const int FirstRecords = 64;

    // What it tells its model of a tool when its standard input has ended: "Tool permission stream closed before response received" or "Stream closed" follows.
    private const string NobodyAnswered = "Tool permission request failed: AbortError: ";

    public TranscriptState StateOf(Guid conversation)
    {
        if (FileOf(conversation) is not { } file)
            return TranscriptState.Absent;
        return Records(file, FirstRecords).Any(static record => IsMessage(record, "user")) ? TranscriptState.Held : TranscriptState.Unborn;
    }

    /// <summary>The texts that followed a message of ours, up to the next one; null when the message is not there.</summary>
    public PastReply? ReplyTo(Guid conversation, Guid message)
    {
        if (FileOf(conversation) is not { } file)
            return null;
        var texts = new List<string>();
        string? error = null;
        var (found, cutOff, unanswered) = (false, false, 0);
        foreach (var record in Records(file, int.MaxValue))
        {
            if (IsPrompt(record))
            {
                // A message that was cut off stands there twice; the last one has the reply.
                if (Json.Uuid(record, "uuid") == message)
                    (found, error, cutOff, unanswered) = (Restart(texts), null, false, 0);
                else if (found)
                    break;
            }
            else if (found && IsMessage(record, "assistant") && !Json.IsTrue(record, "isSidechain") && !IsFiller(record))
            {
                error = Json.Text(record, "error");
                cutOff = error is null && !Json.Items(Json.Object(record, "message"), "content").All(static block => Json.Text(block, "type") == "text");
                texts.AddRange(Json.Items(Json.Object(record, "message"), "content").Select(static block => Json.Text(block, "text")).OfType<string>().Where(static text => text.Length > 0));
            }
            else if (found && IsMessage(record, "user") && !Json.IsTrue(record, "isSidechain") && !Json.IsTrue(record, "isMeta"))
            {
                cutOff = true;
                unanswered += Json.Items(Json.Object(record, "message"), "content").Count(IsUnanswered);
            }
        }
        return found ? new PastReply(texts, error) { IsCutOff = cutOff, Unanswered = unanswered } : null;
    }

    // A process that resumes a conversation closes what is open in it with a sentence of its own ("No response requested.").
    private static bool IsFiller(JsonElement record) =>
        Json.Text(Json.Object(record, "message"), "model") == "<synthetic>" && Json.Text(record, "error") is null;

    private static bool IsUnanswered(JsonElement block) =>
        Json.Text(block, "type") == "tool_result" && Json.IsTrue(block, "is_error") && Json.Text(block, "content")?.Contains(NobodyAnswered, StringComparison.Ordinal) == true;

    private static bool Restart(List<string> texts)
    {
        texts.Clear();
        return true;
    }

    private string? FileOf(Guid conversation)
    {
        try
        {
            var projects = folder is null ? null : Path.Combine(folder, "projects");
            // The folder of a project is called after its path in a way that is not ours to know; the id alone tells the file.
            return Directory.Exists(projects)
                ? Directory.EnumerateDirectories(projects).Select(project => Path.Combine(project, $"{conversation}.jsonl")).FirstOrDefault(File.Exists)
                : null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    private static IEnumerable<JsonElement> Records(string file, int most)
    {
        foreach (var line in Lines(file, most))
            if (line.Length is > 1 and <= LongestLine && Parse(line) is { } record)
                yield return record;
    }

    private static List<string> Lines(string file, int most)
    {
        try
        {
            using var stream = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
            using var reader = new StreamReader(stream, Encoding.UTF8);
            var lines = new List<string>();
            while (lines.Count < most && reader.ReadLine() is { } line)
                if (line.Contains("\"user\"", StringComparison.Ordinal) || line.Contains("\"assistant\"", StringComparison.Ordinal))
                    lines.Add(line);
            return lines;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return [];
        }
    }

    private static JsonElement? Parse(string line)
    {
        try
        {
            using var record = JsonDocument.Parse(WellFormed.Line(Encoding.UTF8.GetBytes(line)));
            return record.RootElement.Clone();
        }
        catch (JsonException)
        {
            // The last line of a process that was killed may be torn.
            return null;
        }
    }

    private static bool IsMessage(JsonElement record, string role) => Json.Text(record, "type") == role && Json.Object(record, "message") is not null;

    /// <summary>The results of tools are messages of the user too, for the model; they are no prompts.</summary>
    private static bool IsPrompt(JsonElement record) =>
        IsMessage(record, "user") && !Json.IsTrue(record, "isMeta") && !Json.IsTrue(record, "isSidechain")
        && !Json.Items(Json.Object(record, "message"), "content").Any(static block => Json.Text(block, "type") == "tool_result");
}
