using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Net.Http.Headers;

namespace Steward.Daemon.Api.Security;

/// <summary>
/// On the TCP port a request must name exactly this host, and come from no foreign page: against DNS rebinding, and against pages that send
/// requests across sites. Both are checked before anything else of the request is read.
/// </summary>
internal sealed class HostAndOrigin
{
    private readonly HashSet<string> _hosts = new(StringComparer.OrdinalIgnoreCase);

    public HostAndOrigin(string configuredHost, int port)
    {
        var configured = configuredHost.Contains(':', StringComparison.Ordinal) ? $"[{configuredHost}]" : configuredHost;
        foreach (var name in (ReadOnlySpan<string>)["127.0.0.1", "localhost", "[::1]", configured])
        {
            _hosts.Add($"{name}:{port}");
            if (port == 80)
                _hosts.Add(name);
        }
    }

    /// <summary>Null, or the status to refuse with.</summary>
    public int? Refuses(HttpContext context)
    {
        var hosts = context.Request.Headers[HeaderNames.Host];
        if (hosts.Count != 1 || !RawTargetIsPath(context))
            return StatusCodes.Status400BadRequest;
        if (!_hosts.Contains(hosts[0] ?? ""))
            return StatusCodes.Status403Forbidden;
        var origins = context.Request.Headers[HeaderNames.Origin];
        return origins.Count == 0 || (origins.Count == 1 && IsOwn(origins[0] ?? "")) ? null : StatusCodes.Status403Forbidden;
    }

    private bool IsOwn(string origin) => origin.StartsWith("http://", StringComparison.Ordinal) && _hosts.Contains(origin["http://".Length..]);

    // An absolute request line names a second host, and two names can be read two ways.
    private static bool RawTargetIsPath(HttpContext context) =>
        context.Features.Get<IHttpRequestFeature>()?.RawTarget.StartsWith('/') == true;
}
