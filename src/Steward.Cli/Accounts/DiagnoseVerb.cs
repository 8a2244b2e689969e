using System.CommandLine;
using System.Text.Json;
using Steward.Cli.CommandLine;
using Steward.Cli.Terminals;
using Steward.Protocol;
using Steward.Protocol.Accounts;
using Steward.Protocol.Client;

namespace Steward.Cli.Accounts;

internal sealed class DiagnoseVerb : Verb
{
    private readonly Option<string?> agent = AgentOption.Create();

    public DiagnoseVerb() : base("diagnose", "Find the true cause when Claude Code is refused") => Add(agent);

    public override string Examples => """
        steward auth diagnose
        steward auth diagnose --json
        steward auth diagnose --agent reviewer

        Exit codes: 0 nothing is wrong, 1 the command after "fix:" mends it, 78 somebody must act at claude.ai.
        """;

    public override async Task<ExitCode> RunAsync(ParseResult parsed, CommandContext context, CancellationToken stop)
    {
        var auth = await new AccountAccess(context).LookAsync(parsed.GetValue(agent), stop);
        if (context.Json) context.Terminal.Out.WriteLine(JsonSerializer.Serialize(auth, WireJson.Default.AuthView));
        else Write(auth, context.Terminal);
        return CodeOf(auth);
    }

    public static ExitCode CodeOf(AuthView auth) => auth switch
    {
        { Verdict: "ok" } => ExitCode.Ok,
        { NeedsHuman: true } => ExitCode.Permanent,
        _ => ExitCode.Failure,
    };

    private static void Write(AuthView auth, Terminal terminal)
    {
        foreach (var line in AuthText.Sweep(auth).Append("").Concat(AuthText.Causes(auth, terminal.OutStyle)).Append("")) terminal.Out.WriteLine(line);
        terminal.Out.WriteLine(AuthText.Verdict(auth));
        terminal.Out.WriteLine(SafeText.Line(auth.Message));
        foreach (var line in auth.Evidence) terminal.Out.WriteLine($"  {SafeText.Line(line)}");
        if (auth.Fix is { } fix) terminal.Out.WriteLine($"fix: {SafeText.Line(fix)}");
    }
}
