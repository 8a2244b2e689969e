using System.Text.Json;
using System.Text.Json.Serialization;

namespace Steward.Runtimes.ClaudeCode;

/// <summary>A tool that runs: what is called, and when that was said, in milliseconds since 1970.</summary>
internal sealed record OpenTool(string Id, string Name, long? At);

/// <summary>The window of usage that the service closed last.</summary>
internal sealed record ClosedWindow(string? Kind, long? ResetsAt, string? OverageDisabledReason);

/// <summary>A window of usage as it was told; <paramref name="Used"/> in hundredths, for it moves a little with every answer.</summary>
internal sealed record ToldWindow(string Window, string Status, string? Used, DateTimeOffset? ResetsAt);

/// <summary>What one interpreter must know from line to line, and from one daemon to the next.</summary>
internal sealed record ClaudeMemory
{
    public const int MostTools = 64;

    public static ClaudeMemory Empty { get; } = new();

    /// <summary>The text that is being written.</summary>
    public byte[]? Text { get; init; }

    public Guid? Conversation { get; init; }

    /// <summary>The message that it works on.</summary>
    public Guid? Turn { get; init; }

    /// <summary>The turn that it began by itself.</summary>
    public Guid? Own { get; init; }

    /// <summary>The message whose end was told last.</summary>
    public Guid? Finished { get; init; }

    /// <summary>The thoughts of the block that comes next were streamed already.</summary>
    public bool Thought { get; init; }

    /// <summary>The kind of trouble that it gave for the turn's answer.</summary>
    public string? Error { get; init; }

    public ClosedWindow? Window { get; init; }

    /// <summary>The windows of usage as they were told last.</summary>
    public ToldWindow[]? Windows { get; init; }

    /// <summary>What it has set itself to do.</summary>
    public KnownTask[]? Tasks { get; init; }

    /// <summary>The model that answered last, and what it had to read for that.</summary>
    public string? Model { get; init; }

    public long? ContextTokens { get; init; }

    public OpenTool[]? Tools { get; init; }

    /// <summary>The servers of tools that it was told of not to be reached.</summary>
    public string? FailedServers { get; init; }

    /// <summary>The last lines of its stderr before it took up its conversation.</summary>
    public string[]? LastErrors { get; init; }

    /// <summary>How much it asks about, as it told last.</summary>
    public string? PermissionMode { get; init; }

    public static ClaudeMemory Read(ReadOnlySpan<byte> bytes)
    {
        if (bytes.IsEmpty)
            return Empty;
        try
        {
            return JsonSerializer.Deserialize(bytes, ClaudeJson.Default.ClaudeMemory) ?? Empty;
        }
        catch (JsonException)
        {
            // Damaged: it begins anew, and what it does not know any more it does not say.
            return Empty;
        }
    }

    public ReadOnlyMemory<byte> ToBytes() => this == Empty ? default : JsonSerializer.SerializeToUtf8Bytes(this, ClaudeJson.Default.ClaudeMemory);

    public OpenTool? Tool(string id) => Tools?.FirstOrDefault(tool => tool.Id == id);

    public ClaudeMemory With(OpenTool tool) => this with { Tools = [.. (Tools ?? []).TakeLast(MostTools - 1), tool] };

    public ClaudeMemory WithoutTool(string id) => this with { Tools = Tools?.Where(tool => tool.Id != id).ToArray() is { Length: > 0 } left ? left : null };
}

[JsonSourceGenerationOptions(DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingDefault)]
[JsonSerializable(typeof(ClaudeMemory))]
internal sealed partial class ClaudeJson : JsonSerializerContext;
