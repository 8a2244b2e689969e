using Steward.Daemon.Api;
using Steward.Daemon.Permissions;
using Steward.Daemon.Sessions;
using Steward.Daemon.Turns;
using Steward.Protocol.Errors;
using Steward.Protocol.Events;
using Steward.Protocol.Permissions;
using Steward.Protocol.Turns;

namespace Steward.Daemon.Events;

/// <summary>The commands of a WebSocket, by the same code as those of HTTP, and with the same scopes.</summary>
internal sealed class SocketCommands(SessionRegistry registry, TurnCommands turns, PermissionDesk desk)
{
    public async Task<WsAck> DoAsync(WsCommand command, Scope scope, CancellationToken cancellationToken)
    {
        try
        {
            if (command.Type == "ping")
                return new WsAck("ack", "pong");
            if (scope < Scope.Owner)
                throw new ApiException(403, new ErrorBody("forbidden_scope", "auth", "This caller may only read.", false));
            return command.Type switch
            {
                "turn.submit" => await SubmitAsync(command, cancellationToken),
                "turn.steer" => await SteerAsync(command, cancellationToken),
                "turn.cancel" => await CancelAsync(command, cancellationToken),
                "permission.resolve" => await ResolveAsync(command, cancellationToken),
                _ => throw ApiException.BadRequest("unknown_command", "Known: hello, ping, turn.submit, turn.steer, turn.cancel, permission.resolve."),
            };
        }
        catch (ApiException failure)
        {
            return new WsAck("error", command.Type) { Error = failure.Error };
        }
    }

    private async Task<WsAck> SubmitAsync(WsCommand command, CancellationToken cancellationToken)
    {
        var host = HostOf(command);
        var submit = turns.Submission(host, new SubmitTurnRequest
        {
            Content = command.Content ?? "",
            ClientId = command.ClientId,
            WriterId = command.WriterId,
            Mode = command.Mode,
        });
        var decision = Refusals.ThrowIfRefused(await host.AskAsync(submit, null, cancellationToken));
        var answer = TurnCommands.AnswerOf(decision, submit.Turn);
        return new WsAck("ack", command.Type) { TurnId = answer.TurnId, Queued = answer.Queued };
    }

    private async Task<WsAck> SteerAsync(WsCommand command, CancellationToken cancellationToken)
    {
        var host = HostOf(command);
        var steer = turns.Steering(host, new SteerRequest
        {
            Content = command.Content ?? "",
            Priority = command.Priority,
            TurnId = command.TurnId,
            ClientId = command.ClientId,
            WriterId = command.WriterId,
        });
        var answer = TurnCommands.AnswerOf(Refusals.ThrowIfRefused(await host.AskAsync(steer, null, cancellationToken)));
        return new WsAck("ack", command.Type) { TurnId = answer.TurnId, SteerId = answer.SteerId };
    }

    private async Task<WsAck> CancelAsync(WsCommand command, CancellationToken cancellationToken) =>
        new("ack", command.Type)
        {
            Cancelled = await turns.CancelAsync(HostOf(command), new CancelRequest(command.TurnId, command.Reason, command.WriterId), cancellationToken),
        };

    private async Task<WsAck> ResolveAsync(WsCommand command, CancellationToken cancellationToken)
    {
        var request = new ResolvePermissionRequest(command.Decision)
        {
            Approved = command.Approved,
            Remember = command.Remember,
            Reason = command.Reason,
            DecidedBy = command.DecidedBy,
            EndTurn = command.EndTurn ?? false,
            UpdatedInput = command.UpdatedInput,
            Answers = command.Answers,
        };
        var answer = await desk.ResolveAsync(HostOf(command), command.RequestId ?? "", request, cancellationToken);
        return answer.Conflict
            ? throw ApiException.Conflict("already_resolved", $"It was decided before: {answer.Decision}, by {answer.DecidedBy}.")
            : new WsAck("ack", command.Type) { Ok = true, Outcome = answer };
    }

    private SessionHost HostOf(WsCommand command) =>
        SessionLookup.Host(registry, command.SessionId ?? throw ApiException.BadRequest("no_session", "`sessionId` is needed."));
}
