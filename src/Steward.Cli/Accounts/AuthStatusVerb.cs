using System.CommandLine;
using System.Text.Json;
using Steward.Cli.CommandLine;
using Steward.Cli.Terminals;
using Steward.Protocol;
using Steward.Protocol.Accounts;
using Steward.Protocol.Client;

namespace Steward.Cli.Accounts;

internal sealed class AuthStatusVerb : Verb
{
    private readonly Option<string?> agent = AgentOption.Create();

    public AuthStatusVerb() : base("status", "Show how agents log in, and until when; values stay hidden") => Add(agent);

    public override string Examples => """
        steward auth status
        steward auth status --json
        """;

    public override async Task<ExitCode> RunAsync(ParseResult parsed, CommandContext context, CancellationToken stop)
    {
        var auth = await new AccountAccess(context).LookAsync(parsed.GetValue(agent), stop);
        if (context.Json) context.Terminal.Out.WriteLine(JsonSerializer.Serialize(auth, WireJson.Default.AuthView));
        else foreach (var line in Lines(auth)) context.Terminal.Out.WriteLine(line);
        return DiagnoseVerb.CodeOf(auth);
    }

    private static IEnumerable<string> Lines(AuthView auth)
    {
        yield return auth.LoginFrom is { } from ? $"logged in by {SafeText.Line(from)}" : "not logged in";
        foreach (var variable in auth.Variables)
            yield return $"{variable.Name}=<redacted>  from {SafeText.Line(variable.From)}";
        if (auth.LoginExpiresAt is { } end)
            yield return end > auth.Now
                ? $"expires in {AuthText.Left(end - auth.Now)}, at {AuthText.Iso(end)}{(auth.CanRenew && auth.Login == "stored" ? "; Claude Code renews it by itself" : "")}"
                : $"expired {Durations.Rough(auth.Now - end)} ago, at {AuthText.Iso(end)}";
        yield return AuthText.Verdict(auth);
        if (auth.Fix is { } fix) yield return $"fix: {SafeText.Line(fix)}";
    }
}
