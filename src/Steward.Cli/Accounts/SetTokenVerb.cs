using System.CommandLine;
using System.Text.Json;
using Steward.Cli.CommandLine;
using Steward.Cli.Terminals;
using Steward.Protocol;
using Steward.Protocol.Accounts;
using Steward.Protocol.Client;

namespace Steward.Cli.Accounts;

internal sealed class SetTokenVerb : Verb
{
    private readonly Option<bool> stdin = new("--stdin") { Description = "read the token from standard input" };
    private readonly Option<bool> clear = new("--clear") { Description = "forget the token that is kept" };
    private readonly Option<string?> expires = new("--expires-in") { Description = "when it ends, as in 365d (then that is announced ahead)", HelpName = "time" };

    public SetTokenVerb() : base("set-token", "Give agents a long-lived login token; it is read hidden, never from the command line")
    {
        foreach (var option in (ReadOnlySpan<Option>)[stdin, clear, expires]) Add(option);
    }

    public override string Examples => """
        steward auth set-token                        asks for it, and shows nothing of it
        steward auth set-token --stdin < token-file
        steward auth set-token --expires-in 365d
        steward auth set-token --clear
        """;

    public override async Task<ExitCode> RunAsync(ParseResult parsed, CommandContext context, CancellationToken stop)
    {
        var accounts = new AccountAccess(context);
        var ahead = TimeLimit.Parse(parsed.GetValue(expires), "--expires-in");
        var stored = parsed.GetValue(clear)
            ? await accounts.ClearTokenAsync(stop)
            : await accounts.SaveTokenAsync(new StoreTokenRequest(Read(parsed.GetValue(stdin), context), context.Time.GetUtcNow() + ahead), stop);
        Say(stored, context);
        return ExitCode.Ok;
    }

    public static void Say(TokenStored stored, CommandContext context)
    {
        if (context.Json)
        {
            context.Terminal.Out.WriteLine(JsonSerializer.Serialize(stored, WireJson.Default.TokenStored));
            return;
        }
        var end = stored.ExpiresAt is { } at ? $", expires in {AuthText.Left(at - context.Time.GetUtcNow())}" : "";
        context.Terminal.Out.WriteLine(stored.Stored
            ? $"CLAUDE_CODE_OAUTH_TOKEN=<redacted>  kept in {context.Shown(stored.File)}{end}"
            : $"No token is kept in {context.Shown(stored.File)} any more.");
    }

    private static string Read(bool fromInput, CommandContext context)
    {
        var token = fromInput ? HiddenInput.ReadAll() : context.Terminal.InputIsTerminal ? HiddenInput.Ask("Token (not shown): ", context.Terminal) : null;
        return token is { Length: > 0 }
            ? token
            : throw new CommandException("no_token", "usage", "No token was given.", "steward auth set-token --stdin < token-file", ExitCode.Usage);
    }
}
