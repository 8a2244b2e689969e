using System.Buffers;
using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;
using Steward.Domain.Permissions;
using Steward.Domain.Sessions;
using Steward.Domain.Turns;

namespace Steward.Runtimes.ClaudeCode;

/// <summary>The lines that Claude Code is given. One that is no JSON would end its process.</summary>
internal static class ClaudeWriting
{
    private const string ChoicePrefix = "choice-";
    private const int DeepestInput = 64;

    /// <summary>The uuid that it goes out under is its key: sent again, the same message is not run twice, not even by a later process that resumes the conversation.</summary>
    public static AgentInput Message(UserMessage message, Guid key) => Line(json =>
    {
        json.WriteString("type", "user");
        json.WriteString("uuid", key);
        if (message.Steer is not null)
            json.WriteString("priority", message.Priority == SteerPriority.Now ? "now" : "next");
        json.WriteStartObject("message");
        json.WriteString("role", "user");
        json.WriteStartArray("content");
        json.WriteStartObject();
        json.WriteString("type", "text");
        json.WriteString("text", message.Text);
        json.WriteEndObject();
        foreach (var image in message.Images)
            Write(json, image);
        json.WriteEndArray();
        json.WriteEndObject();
    });

    private static void Write(Utf8JsonWriter json, MessageImage image)
    {
        json.WriteStartObject();
        json.WriteString("type", "image");
        json.WriteStartObject("source");
        json.WriteString("type", "base64");
        json.WriteString("media_type", image.MediaType);
        json.WriteBase64String("data", image.Bytes.Span);
        json.WriteEndObject();
        json.WriteEndObject();
    }

    /// <summary>With what was sent into the turn and is not read yet: else it would go on with that.</summary>
    public static AgentInput Interrupt(TurnId turn) => Line(json =>
    {
        json.WriteString("type", "control_request");
        json.WriteString("request_id", $"interrupt-{turn.Uuid}");
        json.WriteStartObject("request");
        json.WriteString("subtype", "interrupt");
        json.WriteBoolean("cancel_queued", true);
        json.WriteEndObject();
    });

    /// <summary>The number of the piece names the request, and so its answer.</summary>
    public static AgentInput Choose(long piece, ChosenSetting setting, string value) => Line(json =>
    {
        json.WriteString("type", "control_request");
        json.WriteString("request_id", $"{ChoicePrefix}{piece}");
        json.WriteStartObject("request");
        json.WriteString("subtype", setting == ChosenSetting.Model ? "set_model" : "set_permission_mode");
        json.WriteString(setting == ChosenSetting.Model ? "model" : "mode", value);
        json.WriteEndObject();
    });

    public static long? ChoiceOf(string? request) =>
        request?.StartsWith(ChoicePrefix, StringComparison.Ordinal) == true && long.TryParse(request.AsSpan(ChoicePrefix.Length), NumberStyles.None, CultureInfo.InvariantCulture, out var piece)
            ? piece
            : null;

    public static AgentInput Answer(AgentAnswer answer) => Line(json =>
    {
        json.WriteString("type", "control_response");
        json.WriteStartObject("response");
        json.WriteString("subtype", "success");
        json.WriteString("request_id", answer.AgentRequestId);
        json.WriteStartObject("response");
        if (answer.Decision == PermissionDecision.Allow && IsObject(answer.ExactInput))
            Allow(json, answer);
        else
            Deny(json, answer);
        json.WriteEndObject();
        json.WriteEndObject();
    });

    private static void Allow(Utf8JsonWriter json, AgentAnswer answer)
    {
        json.WriteString("behavior", "allow");
        json.WritePropertyName("updatedInput");
        if (answer.Answers is { } answers)
            WriteAnswered(json, answer.ExactInput, answers);
        else
            json.WriteRawValue(answer.ExactInput, skipInputValidation: true);
    }

    private static void Deny(Utf8JsonWriter json, AgentAnswer answer)
    {
        json.WriteString("behavior", "deny");
        json.WriteString("message", answer.Decision == PermissionDecision.Allow
            ? "It cannot be shown exactly, so it is not allowed."
            : answer.Reason is { Length: > 0 } reason ? reason : "The owner did not allow it.");
        if (answer.EndTurn)
            json.WriteBoolean("interrupt", true);
    }

    /// <summary>The answers stand in the input that comes back. Several to one question are one text with commas, as its own dialog writes them.</summary>
    private static void WriteAnswered(Utf8JsonWriter json, string input, ImmutableSortedDictionary<string, ImmutableList<string>> answers)
    {
        using var asked = JsonDocument.Parse(input);
        json.WriteStartObject();
        foreach (var member in asked.RootElement.EnumerateObject().Where(static member => member.Name != "answers"))
        {
            json.WritePropertyName(member.Name);
            json.WriteRawValue(member.Value.GetRawText(), skipInputValidation: true);
        }
        json.WriteStartObject("answers");
        foreach (var (question, chosen) in answers)
            json.WriteString(question, string.Join(", ", chosen));
        json.WriteEndObject();
        json.WriteEndObject();
    }

    private static bool IsObject(string input)
    {
        try
        {
            using var parsed = JsonDocument.Parse(input, new JsonDocumentOptions { MaxDepth = DeepestInput });
            // A line break between two values would end the line, and what follows it would end the process.
            return parsed.RootElement.ValueKind == JsonValueKind.Object && !input.AsSpan().ContainsAny('\n', '\r');
        }
        catch (JsonException)
        {
            return false;
        }
    }

    public static AgentInput Line(Action<Utf8JsonWriter> write)
    {
        var line = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(line))
        {
            json.WriteStartObject();
            write(json);
            json.WriteEndObject();
        }
        line.Write("\n"u8);
        return new AgentInput(line.WrittenMemory);
    }
}
