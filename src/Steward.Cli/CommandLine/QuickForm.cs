using Steward.Cli.Supervision;
using Steward.Protocol.Client;

namespace Steward.Cli.CommandLine;

/// <summary>
/// The plain forms of <c>status</c>, <c>ps</c> and <c>start</c>, which prompts and scripts run all day: read by hand, since
/// building the whole command tree would take longer than the answer. Anything else, and any mistake, is left to the parser.
/// </summary>
internal sealed record QuickForm(string Verb, string? Profile, bool Json, bool Plain, bool ExitCodeTells)
{
    public static QuickForm? Parse(ReadOnlySpan<string> args)
    {
        var underDaemon = args.Length > 0 && args[0] == "daemon";
        if (underDaemon) args = args[1..];
        if (args.Length == 0) return underDaemon ? new QuickForm("ps", null, false, false, false) : null;
        if (args[0] is not ("status" or "ps" or "start")) return null;
        var form = new QuickForm(args[0], null, false, false, false);
        for (var i = 1; i < args.Length; i++)
        {
            var next = args[i] switch
            {
                "--json" => form with { Json = true },
                "--plain" when form.Verb == "status" => form with { Plain = true },
                "--exit-code" when form.Verb == "status" => form with { ExitCodeTells = true },
                "--profile" when i + 1 < args.Length => form with { Profile = args[++i] },
                _ => null,
            };
            if (next is null) return null;
            form = next;
        }
        return form;
    }

    public ExitCode Run()
    {
        var context = CommandContext.Create(Profile, Json, autostart: true);
        return Verb switch
        {
            "ps" => PsCommand.Run(context),
            "start" when StartCommand.IsServiceManaged(context) => Foreground.RunAsync(DaemonEndpoint.Choose(null, null, context), context, CancellationToken.None).GetAwaiter().GetResult(),
            "start" => StartCommand.RunAsync(() => DaemonEndpoint.Choose(null, null, context), strict: false, context, CancellationToken.None).GetAwaiter().GetResult(),
            _ => StatusCommand.Run(new StatusOptions(Plain, ExitCodeTells), context),
        };
    }
}
