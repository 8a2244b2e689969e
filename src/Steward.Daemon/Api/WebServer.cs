using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.Server.Kestrel.Transport.Sockets;
using Microsoft.AspNetCore.WebSockets;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Steward.Daemon.Api.Security;
using Steward.Keeper.Client;

namespace Steward.Daemon.Api;

/// <summary>
/// Kestrel on the sockets that the keeper holds: they outlive this process, so no connection is refused while it is replaced. There is no host
/// around it: a container of services would be a third of the time that a daemon needs to be ready.
/// </summary>
internal sealed class WebServer : IDisposable
{
    // Kestrel sets the backlog of the shared socket anew, so both sides use one number: while no daemon accepts, connections wait there.
    private const int Backlog = 4096;
    private const int MaxHeaderBytes = 16 << 10;

    private static readonly TimeSpan HeaderLimit = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan SocketPing = TimeSpan.FromSeconds(20);
    private static readonly TimeSpan StopLimit = TimeSpan.FromSeconds(1);

    private readonly KestrelServer _server;
    private readonly Application _application;

    private WebServer(KestrelServerOptions options, RequestDelegate handle)
    {
        // What is written is sent at once by whoever wrote it: nothing here blocks, and a turn through the pool would cost as much again.
        var transport = new SocketTransportOptions { Backlog = Backlog, UnsafePreferInlineScheduling = true };
        _server = new KestrelServer(
            Options.Create(options), new SocketTransportFactory(Options.Create(transport), NullLoggerFactory.Instance), NullLoggerFactory.Instance);
        var sockets = new WebSocketOptions { KeepAliveInterval = SocketPing, KeepAliveTimeout = SocketPing };
        _application = new Application(new WebSocketMiddleware(handle, Options.Create(sockets), NullLoggerFactory.Instance).Invoke);
    }

    public static WebServer Build(Hello hello, Doors doors, RequestDelegate handle)
    {
        var options = new KestrelServerOptions { ApplicationServices = NoServices.Instance };
        SetLimits(options);
        options.ListenHandle((ulong)hello.TcpListener, listen => Open(listen, doors.Tcp));
        options.ListenHandle((ulong)hello.UnixListener, static listen => Open(listen, Doors.Unix));
        options.ListenHandle((ulong)hello.BridgeListener, static listen => Open(listen, Doors.Bridge));
        return new WebServer(options, handle);
    }

    public Task StartAsync(CancellationToken cancellationToken) => _server.StartAsync(_application, cancellationToken);

    public async Task StopAsync()
    {
        using var limit = new CancellationTokenSource(StopLimit);
        await _server.StopAsync(limit.Token);
    }

    public void Dispose() => _server.Dispose();

    private static void Open(ListenOptions listen, Func<ConnectionDelegate, ConnectionDelegate> door)
    {
        listen.Protocols = HttpProtocols.Http1;
        listen.Use(door);
    }

    private static void SetLimits(KestrelServerOptions options)
    {
        options.AddServerHeader = false;
        // RequestBody has the limit, and says why.
        options.Limits.MaxRequestBodySize = null;
        options.Limits.MaxRequestHeadersTotalSize = MaxHeaderBytes;
        options.Limits.RequestHeadersTimeout = HeaderLimit;
    }

    private sealed class Application(RequestDelegate handle) : IHttpApplication<HttpContext>
    {
        public HttpContext CreateContext(IFeatureCollection contextFeatures) => new DefaultHttpContext(contextFeatures);

        public Task ProcessRequestAsync(HttpContext context) => handle(context);

        public void DisposeContext(HttpContext context, Exception? exception)
        {
        }
    }

    private sealed class NoServices : IServiceProvider
    {
        public static NoServices Instance { get; } = new();

        public object? GetService(Type serviceType) => null;
    }
}
