using System.CommandLine;

namespace Steward.Cli.Supervision;

internal sealed class EndpointOptions
{
    private readonly Option<string?> host = new("--host") { Description = "loopback address to listen on (127.0.0.1)", HelpName = "address" };
    private readonly Option<int?> port = new("--port") { Description = "port to listen on (9999; 0 takes any free one)", HelpName = "port" };

    private readonly Option<bool> fallback = new("--port-fallback") { Description = "when that port is taken, take the next free one" };

    public void AddTo(Command command)
    {
        command.Add(host);
        command.Add(port);
        command.Add(fallback);
    }

    /// <summary>A wrong flag is refused also when it would not be needed.</summary>
    public void Check(ParseResult parsed) => DaemonEndpoint.Check(parsed.GetValue(host), parsed.GetValue(port));

    public DaemonEndpoint Choose(ParseResult parsed, CommandContext context) =>
        DaemonEndpoint.Choose(parsed.GetValue(host), parsed.GetValue(port), context) with { MayFallBack = parsed.GetValue(fallback) };
}
