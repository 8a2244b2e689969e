using System.Text.Json;
using System.Text.Json.Serialization;
using Steward.Protocol.Permissions;

namespace Steward.Protocol.Events;

/// <summary>What a WebSocket client sends; <see cref="Type"/> is hello, turn.submit, turn.steer, turn.cancel, permission.resolve or ping.</summary>
public sealed record WsCommand
{
    public required string Type { get; init; }

    public string? SessionId { get; init; }

    public long? AfterSeq { get; init; }

    public string? ClientId { get; init; }

    public string? WriterId { get; init; }

    public string? Content { get; init; }

    public string? Mode { get; init; }

    public string? Priority { get; init; }

    public string? TurnId { get; init; }

    public string? RequestId { get; init; }

    public string? Decision { get; init; }

    public bool? Approved { get; init; }

    [JsonConverter(typeof(RememberConverter))]
    public string? Remember { get; init; }

    public bool? EndTurn { get; init; }

    public JsonElement? UpdatedInput { get; init; }

    [JsonConverter(typeof(AnswersConverter))]
    public IReadOnlyDictionary<string, IReadOnlyList<string>>? Answers { get; init; }

    public string? DecidedBy { get; init; }

    public string? Reason { get; init; }
}

/// <summary>The answer to one command. It stands outside the sequence of events.</summary>
public sealed record WsAck(string Type, string Action)
{
    public string? TurnId { get; init; }

    public string? SteerId { get; init; }

    public bool? Queued { get; init; }

    public int? Cancelled { get; init; }

    public bool? Ok { get; init; }

    /// <summary>Of permission.resolve: the outcome as it was recorded.</summary>
    public ResolvePermissionAnswer? Outcome { get; init; }

    public Errors.ErrorBody? Error { get; init; }
}

public sealed record TicketAnswer(string Ticket, DateTimeOffset ExpiresAt);
