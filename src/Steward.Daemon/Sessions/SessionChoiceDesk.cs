using System.Text.RegularExpressions;
using Steward.Daemon.Agents;
using Steward.Daemon.Api;
using Steward.Daemon.Events;
using Steward.Daemon.Journal;
using Steward.Domain.Events;
using Steward.Domain.Processes;
using Steward.Domain.Sessions;
using Steward.Protocol.Errors;
using Steward.Protocol.Permissions;

namespace Steward.Daemon.Sessions;

/// <summary>What may be chosen for a session by a request, and whether its running process takes it.</summary>
internal sealed partial class SessionChoiceDesk(AgentDirectory agents, IJournal journal, TimeProvider time)
{
    private const int PageEvents = 256;
    private const int PageBytes = 1 << 20;

    // A process answers within milliseconds, but asks its service about a model's name first.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    public SessionChoices Check(string agent, string? model, string? permissionMode)
    {
        if (model is null && permissionMode is null)
            return SessionChoices.None;
        // Said before anything else of the request: what may never be asked for has one answer whatever else is wrong.
        if (permissionMode == PermissionModes.Bypass)
            throw new ApiException(403, new ErrorBody("bypass_refused", "permission", "No request can choose bypassPermissions.", false,
                $"If you mean it, set \"permissionMode\": \"{PermissionModes.Bypass}\" for the agent in config.json."));
        var mode = permissionMode is null ? null : PermissionModes.Find(permissionMode) ?? throw ApiException.BadRequest(
            "bad_permission_mode", $"There is no permission mode of that name. Known: {string.Join(", ", PermissionModes.Choosable)}.");
        if (model is not null && !ModelName().IsMatch(model))
            throw ApiException.BadRequest("bad_model", "A model's name has 1 to 128 letters, digits and . _ : / @ [ ] -, and begins with a letter or digit.");
        if (agents.Find(agent) is not { Runtime.Capabilities.TakesChoices: true })
            throw ApiException.Conflict("no_choices", $"The agent {agent} has no model and no permission mode to choose.",
                "Leave them out, or use an agent of the runtime claude-code.");
        return new SessionChoices { Model = model, PermissionMode = mode };
    }

    /// <summary>Waits until the process that runs has answered, and tells the caller when it refused.</summary>
    public async Task SettleAsync(SessionHost host, Decision decision, CancellationToken cancellationToken)
    {
        var pieces = decision.Events.OfType<ProcessInput>().Where(static input => input.Piece.Kind == InputKind.Choice)
            .Select(static input => (input.Piece.Launch, input.Piece.Number)).ToHashSet();
        if (pieces.Count == 0)
            return;
        var deadline = time.GetUtcNow() + Patience;
        for (var next = host.NextStep; IsOpen(host.State, pieces); next = host.NextStep)
            if (!await PassedAsync(next, deadline, cancellationToken))
                return;
        if (RefusalIn(host.Id, decision.State.Seq, [.. pieces.Select(static piece => piece.Number)]) is { } refused)
            throw ApiException.Conflict("choice_refused", $"The agent does not take {refused.Value}: {refused.Reason}",
                "Choose another; what was before it holds.");
    }

    private async Task<bool> PassedAsync(Task step, DateTimeOffset deadline, CancellationToken cancellationToken)
    {
        var left = deadline - time.GetUtcNow();
        if (left <= TimeSpan.Zero)
            return false;
        try
        {
            await step.WaitAsync(left, time, cancellationToken);
            return true;
        }
        catch (TimeoutException)
        {
            // It is told, and may still be refused; the events say so then.
            return false;
        }
    }

    private static bool IsOpen(SessionState state, HashSet<(LaunchId Launch, long Number)> pieces) =>
        state.Process is { } process && process.Asked.Exists(asked => pieces.Contains((process.Launch, asked.Piece)));

    private ChoiceRefused? RefusalIn(SessionId session, long after, HashSet<long> pieces)
    {
        while (journal.ReadSession(session.Value, after, PageEvents, PageBytes) is { Count: > 0 } page)
        {
            foreach (var stored in page)
                if (DomainJson.Read(stored.Type, stored.Body.Span) is ChoiceRefused refused && pieces.Contains(refused.Piece))
                    return refused;
            after = page[^1].Seq;
        }
        return null;
    }

    [GeneratedRegex(@"^[A-Za-z0-9][A-Za-z0-9._:/@\[\]-]{0,127}\z", RegexOptions.CultureInvariant)]
    private static partial Regex ModelName();
}
