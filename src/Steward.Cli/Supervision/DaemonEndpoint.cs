using System.Net;
using Steward.Protocol.Client;

namespace Steward.Cli.Supervision;

/// <summary>Where a new daemon shall listen: what the flags say, else the environment, else the settings file.</summary>
internal sealed record DaemonEndpoint(string Host, int Port)
{
    private const string Fix = "steward start --host 127.0.0.1 --port 9999";

    /// <summary>Where somebody else has the port, the next free one will do.</summary>
    public bool MayFallBack { get; init; }

    public static DaemonEndpoint Choose(string? hostFlag, int? portFlag, CommandContext context)
    {
        var host = hostFlag is null ? null : CheckHost(hostFlag);
        var port = portFlag is { } number ? CheckPort(number) : (int?)null;
        if (host is not null && port is not null) return new DaemonEndpoint(host, port.Value);
        var configured = ConfiguredEndpoint.Plain(context) ?? ConfiguredEndpoint.Read(context);
        return new DaemonEndpoint(host ?? configured.Host, port ?? configured.Port);
    }

    public static void Check(string? hostFlag, int? portFlag)
    {
        if (hostFlag is not null) CheckHost(hostFlag);
        if (portFlag is { } port) CheckPort(port);
    }

    private static string CheckHost(string host)
    {
        if (host.Equals("localhost", StringComparison.OrdinalIgnoreCase)) return "127.0.0.1";
        if (IPAddress.TryParse(host, out var address) && IPAddress.IsLoopback(address)) return address.ToString();
        throw new CommandException(
            "host_not_loopback", "config", $"The host {Terminals.SafeText.Line(host)} is not a loopback address; the daemon is reachable from this machine alone.",
            Fix, ExitCode.Permanent);
    }

    private static int CheckPort(int port) => port is >= 0 and <= ushort.MaxValue
        ? port
        : throw new CommandException("bad_port", "config", $"The port {port} is not a number from 0 to 65535.", Fix, ExitCode.Permanent);
}
