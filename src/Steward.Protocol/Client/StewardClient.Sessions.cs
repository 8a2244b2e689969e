using System.Text.Json.Serialization.Metadata;
using Steward.Protocol.Client.Http;
using Steward.Protocol.Permissions;
using Steward.Protocol.Sessions;
using Steward.Protocol.Turns;

namespace Steward.Protocol.Client;

// A session is named by its id, short id, name or pid; the daemon resolves it.
public sealed partial class StewardClient
{
    public Task<IReadOnlyList<SessionView>> SessionsAsync(bool archived = false, CancellationToken stop = default) =>
        GetAsync(archived ? "/v3/sessions?archived=true" : "/v3/sessions", WireJson.Default.IReadOnlyListSessionView, stop);

    public Task<SessionView> SessionAsync(string session, CancellationToken stop = default) =>
        GetAsync(Session(session), WireJson.Default.SessionView, stop);

    public Task<SessionView> CreateSessionAsync(CreateSessionRequest request, CancellationToken stop = default) =>
        PostOnceAsync("/v3/sessions", request, request.RequestId, WireJson.Default.CreateSessionRequest, WireJson.Default.SessionView, stop);

    public Task<SessionView> ForkSessionAsync(string session, ForkRequest request, CancellationToken stop = default) =>
        PostOnceAsync(Session(session, "/fork"), request, request.RequestId, WireJson.Default.ForkRequest, WireJson.Default.SessionView, stop);

    public Task<SessionView> UpdateSessionAsync(string session, UpdateSessionRequest request, CancellationToken stop = default) =>
        requester.AskAsync(
            new HttpRequest("PATCH", Session(session)) { Body = Bytes(request, WireJson.Default.UpdateSessionRequest), Repeatable = true },
            WireJson.Default.SessionView, stop);

    public Task<KillAnswer> DeleteSessionAsync(string session, CancellationToken stop = default) =>
        requester.AskAsync(new HttpRequest("DELETE", Session(session)), WireJson.Default.KillAnswer, stop);

    /// <summary>What a session changed in its own working copy, as a patch.</summary>
    public Task<byte[]> DiffAsync(string session, CancellationToken stop = default) =>
        requester.SendAsync(new HttpRequest("GET", Session(session, "/diff")) { Accept = "text/x-diff", Repeatable = true }, stop);

    public Task<KillAnswer> KillAsync(string session, CancellationToken stop = default) =>
        requester.AskAsync(new HttpRequest("POST", Session(session, "/kill")) { Repeatable = true }, WireJson.Default.KillAnswer, stop);

    public Task<SubmitTurnAnswer> SubmitAsync(string session, SubmitTurnRequest request, CancellationToken stop = default) =>
        PostOnceAsync(Session(session, "/turns"), request, request.RequestId, WireJson.Default.SubmitTurnRequest, WireJson.Default.SubmitTurnAnswer, stop);

    public Task<SteerAnswer> SteerAsync(string session, SteerRequest request, CancellationToken stop = default) =>
        PostOnceAsync(Session(session, "/steer"), request, request.RequestId, WireJson.Default.SteerRequest, WireJson.Default.SteerAnswer, stop);

    /// <summary>Repeated only when it names a turn: without one a repeat could end the next.</summary>
    public Task<CancelAnswer> CancelAsync(string session, CancelRequest request, CancellationToken stop = default) =>
        requester.AskAsync(
            new HttpRequest("POST", Session(session, "/cancel"))
            {
                Body = Bytes(request, WireJson.Default.CancelRequest),
                Repeatable = request.TurnId is not null,
            },
            WireJson.Default.CancelAnswer, stop);

    public Task<ResolvePermissionAnswer> ResolveAsync(
        string session, string requestId, ResolvePermissionRequest request, CancellationToken stop = default) =>
        requester.AskAsync(
            new HttpRequest("POST", Session(session, $"/permission-requests/{Uri.EscapeDataString(requestId)}/resolve"))
            {
                Body = Bytes(request, WireJson.Default.ResolvePermissionRequest),
                Repeatable = true,
            },
            WireJson.Default.ResolvePermissionAnswer, stop);

    public Task<IReadOnlyList<PermissionRuleView>> PermissionRulesAsync(CancellationToken stop = default) =>
        GetAsync("/v3/permission-rules", WireJson.Default.IReadOnlyListPermissionRuleView, stop);

    public Task<PermissionRuleView> AddRuleAsync(AddRuleRequest rule, CancellationToken stop = default) =>
        requester.AskAsync(
            new HttpRequest("POST", "/v3/permission-rules") { Body = Bytes(rule, WireJson.Default.AddRuleRequest), Repeatable = true },
            WireJson.Default.PermissionRuleView, stop);

    public Task<PermissionRuleView> RevokeRuleAsync(string rule, CancellationToken stop = default) =>
        requester.AskAsync(
            new HttpRequest("DELETE", $"/v3/permission-rules/{Uri.EscapeDataString(rule)}"), WireJson.Default.PermissionRuleView, stop);

    /// <summary>Repeated as often as it takes; the key lets the daemon do it once.</summary>
    private Task<TAnswer> PostOnceAsync<TRequest, TAnswer>(
        string target, TRequest request, string? key, JsonTypeInfo<TRequest> type, JsonTypeInfo<TAnswer> answer, CancellationToken stop) =>
        requester.AskAsync(
            new HttpRequest("POST", target) { Body = Bytes(request, type), IdempotencyKey = key ?? Guid.NewGuid().ToString("N"), Repeatable = true }, answer, stop);
}
