using System.Text.Json;
using System.Text.Json.Serialization;

namespace Steward.Runtimes.Demo;

/// <summary>
/// One line of the demo agent's language: JSON objects, one a line.
/// <para>In: <c>message {uuid, attempt, content, images: [{type, data}]}</c>, <c>steer {uuid, turn, now, content}</c>, <c>interrupt {uuid}</c>, <c>answer {id, decision: allow|deny, reason, input, answers, endTurn}</c>.</para>
/// <para>
/// Out: <c>ready {session}</c>, <c>words {text}</c>, <c>thinking {text}</c>, <c>message {text}</c> (a text that is finished, whole),
/// <c>tool_start {id, tool, input}</c>, <c>tool_end {id, tool, ok, result, elapsed}</c>,
/// <c>ask {id, tool, command, path, input, description, question, options, plan}</c>, <c>withdraw {id}</c>, <c>took {uuid}</c>, <c>done {uuid, interrupted, prompt, completion}</c>,
/// <c>error {uuid, code, message, retryable, fix, prompt, completion}</c>.
/// </para>
/// <para>An <c>input</c> is JSON inside a string: the very bytes that were asked about come back with the answer, and are what runs.</para>
/// </summary>
internal sealed record DemoLine(string Type)
{
    public string? Uuid { get; init; }

    public int? Attempt { get; init; }

    public string? Content { get; init; }

    public DemoImage[]? Images { get; init; }

    public string? Turn { get; init; }

    public bool? Now { get; init; }

    public string? Id { get; init; }

    public string? Decision { get; init; }

    public string? Reason { get; init; }

    public string? Input { get; init; }

    public string? Session { get; init; }

    public string? Text { get; init; }

    public string? Tool { get; init; }

    public bool? Ok { get; init; }

    public string? Result { get; init; }

    public long? Elapsed { get; init; }

    public string? Command { get; init; }

    public string? Path { get; init; }

    public string? Description { get; init; }

    public string? Question { get; init; }

    public string[]? Options { get; init; }

    public bool? Plan { get; init; }

    public Dictionary<string, string[]>? Answers { get; init; }

    public bool? EndTurn { get; init; }

    public bool? Interrupted { get; init; }

    public string? Code { get; init; }

    public string? Message { get; init; }

    public bool? Retryable { get; init; }

    public string? Fix { get; init; }

    public long? Prompt { get; init; }

    public long? Completion { get; init; }

    /// <summary>The line that these bytes are, or null when they are none.</summary>
    public static DemoLine? Parse(ReadOnlySpan<byte> line)
    {
        try
        {
            return JsonSerializer.Deserialize(line, DemoJson.Default.DemoLine) is { Type: not null } parsed ? parsed : null;
        }
        // The second: an escaped half of a surrogate pair.
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            return null;
        }
    }

    public byte[] ToBytes()
    {
        var json = JsonSerializer.SerializeToUtf8Bytes(this, DemoJson.Default.DemoLine);
        Array.Resize(ref json, json.Length + 1);
        json[^1] = (byte)'\n';
        return json;
    }
}

/// <summary>A picture, and its bytes in base64.</summary>
internal sealed record DemoImage(string Type, byte[] Data);

internal sealed record ChoiceInput(string Question, string[] Options);

internal sealed record PlanInput(string Plan);

internal sealed record BashInput(string Command);

internal sealed record FileInput(string Path, string? Content = null);

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    AllowDuplicateProperties = false,
    MaxDepth = 32)]
[JsonSerializable(typeof(DemoLine))]
[JsonSerializable(typeof(ChoiceInput))]
[JsonSerializable(typeof(PlanInput))]
[JsonSerializable(typeof(BashInput))]
[JsonSerializable(typeof(FileInput))]
[JsonSerializable(typeof(DemoExchange))]
internal sealed partial class DemoJson : JsonSerializerContext;
