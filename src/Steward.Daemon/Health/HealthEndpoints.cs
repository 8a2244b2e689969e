using Microsoft.AspNetCore.Http;
using Steward.Daemon.Api;
using Steward.Protocol;
using Steward.Protocol.Contract;
using Steward.Protocol.Health;

namespace Steward.Daemon.Health;

internal sealed class HealthEndpoints(DaemonStatus status, Counters counters)
{
    public IEnumerable<Route> Routes => [Health("/health"), Health("/v3/health"), Metrics];

    private Route Metrics => new("GET", "/v3/metrics", Scope.Read, "Counters, as JSON or as Prometheus text.", MetricsAsync)
    {
        Response = static () => WireJson.Default.MetricsView,
        Query = ["format"],
    };

    private Route Health(string path) => new("GET", path, Scope.Nobody, "Whether the daemon is well.", HealthAsync)
    {
        Response = static () => WireJson.Default.HealthView,
        Query = ["version"],
    };

    private Task HealthAsync(HttpContext context, RouteValues values)
    {
        var mayRead = context.Items[typeof(Scope)] is Scope scope && scope >= Scope.Read;
        var view = new HealthView
        {
            Status = status.IsStopping ? "stopping" : "ok",
            Version = context.Request.Query["version"] == "protocol" ? WireContract.ProtocolVersion : DaemonStatus.Version,
            ProtocolVersion = WireContract.ProtocolVersion,
            Uptime = (long)status.Uptime.TotalSeconds,
            DaemonId = status.DaemonId,
            Contract = WireContract.Current,
            Runtime = mayRead ? counters.Runtime() : null,
        };
        return HttpJson.WriteAsync(context, view, WireJson.Default.HealthView);
    }

    private Task MetricsAsync(HttpContext context, RouteValues values)
    {
        var metrics = counters.All();
        if (context.Request.Query["format"] != "prometheus" && !context.Request.Headers.Accept.ToString().Contains("text/plain", StringComparison.Ordinal))
            return HttpJson.WriteAsync(context, metrics, WireJson.Default.MetricsView);
        context.Response.ContentType = "text/plain; version=0.0.4; charset=utf-8";
        return context.Response.WriteAsync(PrometheusText.Of(metrics), context.RequestAborted);
    }
}
