using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Steward.Protocol.Accounts;
using Steward.Protocol.Agents;
using Steward.Protocol.Client.Http;
using Steward.Protocol.Daemon;
using Steward.Protocol.Files;
using Steward.Protocol.Health;
using Steward.Protocol.Messages;
using Steward.Protocol.Permissions;
using Steward.Protocol.Trust;

namespace Steward.Protocol.Client;

/// <summary>
/// The typed client of the daemon. Every request goes over a connection of its own, so nothing of the client breaks when the
/// daemon is replaced; what may be repeated is repeated until an answer comes or the patience ends.
/// </summary>
public sealed partial class StewardClient
{
    private readonly StewardHome home;
    private readonly ClientOptions options;
    private readonly Requester requester;

    public StewardClient(StewardHome home, ClientOptions? options = null)
    {
        this.home = home;
        this.options = options ?? new ClientOptions();
        requester = new Requester(home, this.options);
    }

    public Task<HealthView> HealthAsync(CancellationToken stop = default) => GetAsync("/v3/health", WireJson.Default.HealthView, stop);

    public Task<DaemonView> DaemonAsync(CancellationToken stop = default) => GetAsync("/v3/daemon", WireJson.Default.DaemonView, stop);

    public Task<MetricsView> MetricsAsync(CancellationToken stop = default) => GetAsync("/v3/metrics", WireJson.Default.MetricsView, stop);

    public Task<IReadOnlyList<AgentView>> AgentsAsync(CancellationToken stop = default) =>
        GetAsync("/v3/agents", WireJson.Default.IReadOnlyListAgentView, stop);

    public Task<AgentView> AgentAsync(string agent, CancellationToken stop = default) =>
        GetAsync($"/v3/agents/{Uri.EscapeDataString(agent)}", WireJson.Default.AgentView, stop);

    public Task<RegisterAgentAnswer> RegisterAgentAsync(RegisterAgentRequest request, CancellationToken stop = default) =>
        requester.AskAsync(
            new HttpRequest("POST", "/v3/agents") { Body = Bytes(request, WireJson.Default.RegisterAgentRequest), Repeatable = true },
            WireJson.Default.RegisterAgentAnswer, stop);

    public Task<UnregisterAgentAnswer> UnregisterAgentAsync(string agent, bool force, CancellationToken stop = default) =>
        requester.AskAsync(
            new HttpRequest("DELETE", $"/v3/agents/{Uri.EscapeDataString(agent)}{(force ? "?force=true" : "")}"), WireJson.Default.UnregisterAgentAnswer, stop);

    /// <summary>What agents wrote to their owner, or to the agent that is named.</summary>
    public Task<IReadOnlyList<MessageView>> MessagesAsync(string? to = null, long after = 0, CancellationToken stop = default) => GetAsync(
        string.Create(System.Globalization.CultureInfo.InvariantCulture, $"/v3/messages?after={after}{(to is null ? "" : $"&to={Uri.EscapeDataString(to)}")}"),
        WireJson.Default.IReadOnlyListMessageView, stop);

    public Task<IReadOnlyList<PermissionView>> PermissionsAsync(CancellationToken stop = default) =>
        GetAsync("/v3/permissions", WireJson.Default.IReadOnlyListPermissionView, stop);

    public Task<PermissionView> PermissionAsync(string request, CancellationToken stop = default) =>
        GetAsync($"/v3/permissions/{Uri.EscapeDataString(request)}", WireJson.Default.PermissionView, stop);

    public Task<AuthView> AuthAsync(string? agent = null, CancellationToken stop = default) =>
        GetAsync("/v3/auth" + OfAgent(agent), WireJson.Default.AuthView, stop);

    public Task<OverageView> OverageAsync(string? agent = null, CancellationToken stop = default) =>
        GetAsync("/v3/auth/overage" + OfAgent(agent), WireJson.Default.OverageView, stop);

    public Task<OverageCleared> ClearOverageAsync(string? agent = null, CancellationToken stop = default) =>
        requester.AskAsync(new HttpRequest("POST", "/v3/auth/overage/clear" + OfAgent(agent)), WireJson.Default.OverageCleared, stop);

    public Task<TokenStored> StoreTokenAsync(StoreTokenRequest request, CancellationToken stop = default) =>
        requester.AskAsync(
            new HttpRequest("PUT", "/v3/auth/token") { Body = Bytes(request, WireJson.Default.StoreTokenRequest), Repeatable = true },
            WireJson.Default.TokenStored, stop);

    public Task<TokenStored> ClearTokenAsync(CancellationToken stop = default) =>
        requester.AskAsync(new HttpRequest("DELETE", "/v3/auth/token") { Repeatable = true }, WireJson.Default.TokenStored, stop);

    /// <summary>What is trusted; of one folder, the files that a session there would load.</summary>
    public Task<IReadOnlyList<TrustView>> TrustAsync(string? directory = null, CancellationToken stop = default) =>
        GetAsync(directory is null ? "/v3/trust" : $"/v3/trust?directory={Uri.EscapeDataString(directory)}", WireJson.Default.IReadOnlyListTrustView, stop);

    public Task<TrustView> TrustAsync(TrustRequest request, CancellationToken stop = default) =>
        requester.AskAsync(
            new HttpRequest("POST", "/v3/trust") { Body = Bytes(request, WireJson.Default.TrustRequest), Repeatable = true }, WireJson.Default.TrustView, stop);

    public Task<RevokeAnswer> RevokeTrustAsync(string directory, CancellationToken stop = default) =>
        requester.AskAsync(
            new HttpRequest("DELETE", $"/v3/trust?directory={Uri.EscapeDataString(directory)}") { Repeatable = true }, WireJson.Default.RevokeAnswer, stop);

    /// <summary>Not repeated once it is sent: by then the daemon may be another one.</summary>
    public Task<StopAnswer> StopAsync(StopRequest request, CancellationToken stop = default) =>
        requester.AskAsync(
            new HttpRequest("POST", "/v3/daemon/stop") { Body = Bytes(request, WireJson.Default.StopRequest) }, WireJson.Default.StopAnswer, stop);

    public Task<StopAnswer> RestartAsync(CancellationToken stop = default) =>
        requester.AskAsync(new HttpRequest("POST", "/v3/daemon/restart"), WireJson.Default.StopAnswer, stop);

    private static byte[] Bytes<T>(T value, JsonTypeInfo<T> type) => JsonSerializer.SerializeToUtf8Bytes(value, type);

    private static string OfAgent(string? agent) => agent is null ? "" : $"?agent={Uri.EscapeDataString(agent)}";

    private static string Session(string session, string rest = "") => $"/v3/sessions/{Uri.EscapeDataString(session)}{rest}";

    private Task<T> GetAsync<T>(string target, JsonTypeInfo<T> answer, CancellationToken stop) =>
        requester.AskAsync(new HttpRequest("GET", target) { Repeatable = true }, answer, stop);
}
