using System.Text.Json;
using System.Text.Json.Serialization;
using Steward.Domain.Events;
using Steward.Domain.Permissions;
using Steward.Domain.Processes;
using Steward.Domain.Sessions;
using Steward.Domain.Turns;
using Steward.Protocol;

namespace Steward.Daemon.Events;

internal abstract class TextConverter<T> : JsonConverter<T>
{
    public override T Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        Parse(reader.GetString() ?? throw new JsonException());

    public override void Write(Utf8JsonWriter writer, T value, JsonSerializerOptions options) => writer.WriteStringValue(Text(value));

    protected abstract T Parse(string text);

    protected abstract string Text(T value);
}

/// <summary>Choices of the domain, by the words of <see cref="DomainWords"/>.</summary>
internal abstract class WordConverter<T>(Func<string, T> parse, Func<T, string> word) : TextConverter<T>
{
    protected override T Parse(string text) => parse(text);

    protected override string Text(T value) => word(value);
}

internal sealed class SessionIdConverter : TextConverter<SessionId>
{
    protected override SessionId Parse(string text) => new(text);

    protected override string Text(SessionId value) => value.Value;
}

internal sealed class TurnIdConverter : TextConverter<TurnId>
{
    protected override TurnId Parse(string text) => new(text);

    protected override string Text(TurnId value) => value.Value;
}

internal sealed class SteerIdConverter : TextConverter<SteerId>
{
    protected override SteerId Parse(string text) => new(text);

    protected override string Text(SteerId value) => value.Value;
}

internal sealed class RequestIdConverter : TextConverter<RequestId>
{
    protected override RequestId Parse(string text) => new(text);

    protected override string Text(RequestId value) => value.Value;
}

internal sealed class LaunchIdConverter : TextConverter<LaunchId>
{
    protected override LaunchId Parse(string text) => new(text);

    protected override string Text(LaunchId value) => value.Value;
}

/// <summary>Passes JSON through as it is; what is no JSON after all becomes a string, so that one bad agent cannot break the stream of events.</summary>
internal sealed class RawJsonConverter : JsonConverter<RawJson>
{
    // What stands around it on the wire takes a few levels more.
    private static readonly JsonDocumentOptions Strict = new() { MaxDepth = WireJson.MaxDepth - 8, AllowDuplicateProperties = false };

    public override RawJson Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        using var document = JsonDocument.ParseValue(ref reader);
        return new RawJson(document.RootElement.GetRawText());
    }

    public override void Write(Utf8JsonWriter writer, RawJson value, JsonSerializerOptions options)
    {
        if (IsJson(value.Text))
            writer.WriteRawValue(value.Text, skipInputValidation: true);
        else
            writer.WriteStringValue(value.Text);
    }

    /// <summary>Whether every client could read it, too: within their depth, and in one way only.</summary>
    private static bool IsJson(string text)
    {
        try
        {
            using var document = JsonDocument.Parse(text, Strict);
            return true;
        }
        catch (JsonException)
        {
            return false;
        }
    }
}

internal sealed class FailureKindConverter() : WordConverter<FailureKind>(DomainWords.ToFailureKind, DomainWords.Of);

internal sealed class PermissionDecisionConverter() : WordConverter<PermissionDecision>(DomainWords.ToPermissionDecision, DomainWords.Of);

internal sealed class RuleVerdictConverter() : WordConverter<RuleVerdict>(DomainWords.ToRuleVerdict, DomainWords.Of);

internal sealed class TodoStatusConverter() : WordConverter<TodoStatus>(DomainWords.ToTodoStatus, DomainWords.Of);

internal sealed class SteerPriorityConverter() : JsonStringEnumConverter<SteerPriority>(JsonNamingPolicy.CamelCase, allowIntegerValues: false);

internal sealed class SessionEndConverter() : WordConverter<SessionEnd>(DomainWords.ToSessionEnd, DomainWords.Of);

internal sealed class ChosenSettingConverter() : WordConverter<ChosenSetting>(DomainWords.ToChosenSetting, DomainWords.Of);

internal sealed class InputKindConverter() : WordConverter<InputKind>(DomainWords.ToInputKind, DomainWords.Of);

internal sealed class QuestionKindConverter() : WordConverter<QuestionKind>(DomainWords.ToQuestionKind, DomainWords.Of);

internal sealed class FieldKindConverter() : WordConverter<FieldKind>(DomainWords.ToFieldKind, DomainWords.Of);

internal sealed class RememberScopeConverter() : JsonStringEnumConverter<RememberScope>(JsonNamingPolicy.SnakeCaseLower, allowIntegerValues: false);
