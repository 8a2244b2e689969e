using System.CommandLine;
using System.Text.Json;
using Steward.Cli.CommandLine;
using Steward.Cli.Supervision;
using Steward.Cli.Terminals;
using Steward.Protocol;
using Steward.Protocol.Client;

namespace Steward.Cli.Permissions;

internal sealed class RevokeVerb : Verb
{
    private readonly Argument<string> rule = new("rule") { Description = "id of a rule that was remembered: steward permissions rules" };

    public RevokeVerb() : base("revoke", "Take back a rule that was remembered") => Add(rule);

    public override string Examples => "steward permissions revoke rule_0a1b2c3d4e5f6071";

    public override async Task<ExitCode> RunAsync(ParseResult parsed, CommandContext context, CancellationToken stop)
    {
        var client = await DaemonConnection.OpenAsync(context, stop);
        var revoked = await client.RevokeRuleAsync(parsed.GetValue(rule)!, stop);
        context.Terminal.Out.WriteLine(context.Json
            ? JsonSerializer.Serialize(revoked, WireJson.Default.PermissionRuleView)
            : $"revoked: {SafeText.Line(SafeText.Exact(revoked.Rule))}; you are asked again");
        return ExitCode.Ok;
    }
}
