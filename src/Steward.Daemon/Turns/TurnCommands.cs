using System.Collections.Immutable;
using System.Security.Cryptography;
using Steward.Daemon.Agents;
using Steward.Daemon.Api;
using Steward.Daemon.Configuration;
using Steward.Daemon.Events;
using Steward.Daemon.Journal;
using Steward.Daemon.Sessions;
using Steward.Domain.Events;
using Steward.Domain.Sessions;
using Steward.Domain.Turns;
using Steward.Keeper.Client;
using Steward.Protocol.Errors;
using Steward.Protocol.Turns;
using Steward.Runtimes;

namespace Steward.Daemon.Turns;

/// <summary>Sending and stopping turns, the same for HTTP and WebSocket.</summary>
internal sealed class TurnCommands(SessionRegistry registry, IJournal journal, AgentDirectory agents, ImageStore images, Func<Settings> settings, Func<bool> stopping)
{
    private const int MaxIdText = 200;

    private static readonly HashSet<string> Modes = new(StringComparer.Ordinal) { "chat", "do", "plan", "review", "research" };

    public SubmitTurn Submission(SessionHost host, SubmitTurnRequest request)
    {
        if (string.IsNullOrWhiteSpace(request.Content))
            throw ApiException.BadRequest("no_content", "A turn needs `content`.");
        if (request.Mode is { } mode && !Modes.Contains(mode))
            throw ApiException.BadRequest("bad_mode", $"`mode` is one of {string.Join(", ", Modes)}.");
        var pictures = request.Images is { Count: > 0 } given ? PicturesOf(host, given) : null;
        RequireRunning();
        var turn = TurnId.From(new Guid(RandomNumberGenerator.GetBytes(16)));
        RequireLength(host, new UserMessage(turn, request.Content) { Images = pictures?.ConvertAll(MessageImageOf) ?? [] });
        RequireRoom(host);
        foreach (var (image, bytes) in pictures ?? [])
            images.Keep(host.Id, image, bytes);
        return new SubmitTurn(turn, request.Content)
        {
            ClientId = Shorten(request.ClientId),
            WriterId = Shorten(request.WriterId),
            Mode = request.Mode ?? "chat",
            Metadata = Metadata.Of(request.Metadata),
            Images = pictures?.ConvertAll(static picture => picture.Image),
        };
    }

    public static SubmitTurnAnswer AnswerOf(Decision decision, TurnId turn)
    {
        var first = decision.State.Seq - decision.Events.Count + 1;
        var at = decision.Events.FindIndex(happened => happened is TurnQueued queued && queued.TurnId == turn);
        var queued = decision.State.Turn is not null || decision.State.Waiting.Count > 1;
        return new SubmitTurnAnswer(turn.Value, queued, first + at);
    }

    public SteerTurn Steering(SessionHost host, SteerRequest request)
    {
        if (string.IsNullOrWhiteSpace(request.Content))
            throw ApiException.BadRequest("no_content", "A message needs `content`.");
        if (request.Priority is not (null or "next" or "now"))
            throw ApiException.BadRequest("bad_priority", "`priority` is next or now.");
        if (agents.Find(host.State.Agent) is { Runtime.Capabilities.CanSteer: false })
            throw ApiException.Conflict("cannot_steer", $"The agent {host.State.Agent} takes no messages into a turn that runs.", "Send it as a message: it waits for its turn.");
        RequireRunning();
        var steer = SteerId.From(new Guid(RandomNumberGenerator.GetBytes(16)));
        RequireLength(host, new UserMessage(TurnId.From(Guid.Empty), request.Content) { Steer = steer });
        return new SteerTurn(steer, request.Content)
        {
            Turn = request.TurnId is { } turn ? new TurnId(turn) : null,
            Priority = request.Priority == "now" ? SteerPriority.Now : SteerPriority.Next,
            ClientId = Shorten(request.ClientId),
            WriterId = Shorten(request.WriterId),
        };
    }

    public static SteerAnswer AnswerOf(Decision decision)
    {
        var at = decision.Events.FindIndex(static happened => happened is TurnSteered);
        var steered = (TurnSteered)decision.Events[at];
        return new SteerAnswer(steered.TurnId.Value, steered.SteerId.Value, decision.State.Seq - decision.Events.Count + 1 + at);
    }

    public async Task<int> CancelAsync(SessionHost host, CancelRequest request, CancellationToken cancellationToken)
    {
        var reason = Shorten(request.Reason) ?? "cancelled by its owner";
        var turn = request.TurnId is { } named ? new TurnId(named) : (TurnId?)null;
        if (request.WriterId is not { } writer)
            return await CancelAsync(host, new CancelTurns(turn, reason), cancellationToken);
        var cancelled = 0;
        foreach (var own in OfWriter(host.State, writer).Where(own => turn is null || own == turn))
            cancelled += await CancelAsync(host, new CancelTurns(own, reason), cancellationToken);
        return cancelled;
    }

    private static async Task<int> CancelAsync(SessionHost host, CancelTurns cancel, CancellationToken cancellationToken) =>
        (await host.AskAsync(cancel, null, cancellationToken)).Decision?.Affected ?? 0;

    /// <summary>Those that wait come first: with the place of the one that runs, one of them would begin.</summary>
    private IReadOnlyList<TurnId> OfWriter(SessionState state, string writer) =>
    [
        .. state.Waiting.Select(static waiting => (waiting.Id, waiting.QueuedSeq)).Concat(state.Turn is { } active ? [(active.Id, active.QueuedSeq)] : [])
            .Where(turn => journal.Find(state.Id.Value, turn.QueuedSeq) is { } stored && DomainJson.Read(stored.Type, stored.Body.Span) is TurnQueued queued && queued.WriterId == Shorten(writer))
            .Select(static turn => turn.Id),
    ];

    /// <summary>What is acknowledged can be told: a process takes so many bytes at once, and agents' languages make messages longer.</summary>
    private void RequireLength(SessionHost host, UserMessage message)
    {
        if (agents.Find(host.State.Agent)?.Runtime.LengthOf(message) > KeeperLink.LongestPiece)
            throw new ApiException(413, new ErrorBody("message_too_long", "invalid_request",
                $"In the language of its agent this message is longer than {KeeperLink.LongestPiece >> 20} MiB.", false,
                "Put it into a file, and name the file in the message."));
    }

    private ImmutableList<(TurnImage Image, byte[] Bytes)> PicturesOf(SessionHost host, IReadOnlyList<ImageRequest> given) =>
        agents.Find(host.State.Agent) is { Runtime.Capabilities.TakesImages: false }
            ? throw ApiException.Conflict("no_images", $"The agent {host.State.Agent} takes no pictures.", "Send the message without `images`, or name a file that it can read.")
            : SentImages.Of(given);

    private static MessageImage MessageImageOf((TurnImage Image, byte[] Bytes) picture) => new(picture.Image.MediaType, picture.Bytes);

    private void RequireRunning()
    {
        if (stopping())
            throw new ApiException(503, new ErrorBody("stopping", "temporary", "The daemon is stopping.", true, "Try again once it runs again."));
    }

    private void RequireRoom(SessionHost host)
    {
        var limit = settings().MaxSessions;
        if (!host.State.IsBusy && registry.BusyCount >= limit)
            throw new ApiException(429, new ErrorBody("max_sessions", "rate_limit", $"{limit} sessions are at work already.", true,
                "Wait for one to end, `steward kill` one, or raise daemon.maxSessions."));
    }

    private static string? Shorten(string? text) => text is { Length: > MaxIdText } ? text[..MaxIdText] : text;
}
