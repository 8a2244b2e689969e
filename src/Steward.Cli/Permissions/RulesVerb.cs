using System.CommandLine;
using System.Text.Json;
using Steward.Cli.CommandLine;
using Steward.Cli.Supervision;
using Steward.Cli.Terminals;
using Steward.Protocol;
using Steward.Protocol.Client;
using Steward.Protocol.Permissions;

namespace Steward.Cli.Permissions;

internal sealed class RulesVerb : Verb
{
    private readonly Argument<string[]> words = new("add") { Arity = ArgumentArity.ZeroOrMore, Description = "nothing to list them; or add, then allow, ask or deny, then the rule" };
    private readonly Option<string?> agent = new("--agent") { Description = "the agent that the new rule is for; every agent when nothing is said", HelpName = "name" };
    private readonly Option<string?> session = new("--session") { Description = "the session that the new rule is for", HelpName = "target" };

    public RulesVerb() : base("rules", "List the rules that answer for you, or add one")
    {
        Add(words);
        Add(agent);
        Add(session);
    }

    public override string Examples => """
        steward permissions rules
        steward permissions rules add allow 'Bash(git status)' --agent claude
        steward permissions rules add deny WebFetch
        """;

    public override string Usage => " [add <verdict> <rule>]";

    public override async Task<ExitCode> RunAsync(ParseResult parsed, CommandContext context, CancellationToken stop)
    {
        string[] given = parsed.GetValue(words) ?? [];
        if (given is not ([] or ["add", "allow" or "ask" or "deny", _]))
            throw new CommandException("bad_rule", "usage", "That is no rule to add.", "steward permissions rules add allow|ask|deny '<rule>'", ExitCode.Usage);
        var client = await DaemonConnection.OpenAsync(context, stop);
        if (given is [_, var verdict, var rule])
            Added(await client.AddRuleAsync(new AddRuleRequest(verdict, rule) { Agent = parsed.GetValue(agent), Session = parsed.GetValue(session) }, stop), context);
        else
            List(await client.PermissionRulesAsync(stop), context);
        return ExitCode.Ok;
    }

    private static void Added(PermissionRuleView rule, CommandContext context) => context.Terminal.Out.WriteLine(context.Json
        ? JsonSerializer.Serialize(rule, WireJson.Default.PermissionRuleView)
        : $"{SafeText.Line(rule.Verdict)} {SafeText.Line(SafeText.Exact(rule.Rule))}, for {For(rule)}; take it back with: steward permissions revoke {rule.Id}");

    private static string For(PermissionRuleView rule) => rule switch
    {
        { SessionId: { } session } => $"the session {SafeText.Line(session)}",
        { Agent: "*" } => "every agent",
        _ => $"the agent {SafeText.Line(rule.Agent)}",
    };

    private static void List(IReadOnlyList<PermissionRuleView> rules, CommandContext context)
    {
        if (context.Json) context.Terminal.Out.WriteLine(JsonSerializer.Serialize(rules, WireJson.Default.IReadOnlyListPermissionRuleView));
        else if (rules.Count == 0) context.Terminal.Out.WriteLine("No rules: you are asked about everything.");
        else foreach (var line in Lines(rules)) context.Terminal.Out.WriteLine(line);
    }

    private static IEnumerable<string> Lines(IReadOnlyList<PermissionRuleView> rules) => Columns.Align(
        ["ID", "FROM", "AGENT", "VERDICT", "RULE"],
        [.. rules.Select(static rule => (IReadOnlyList<string>)
        [
            rule.Id ?? "-", rule.Source == "settings" ? "config.json" : SafeText.Line(rule.SessionId ?? "remembered"), SafeText.Line(rule.Agent),
            SafeText.Line(rule.Verdict), SafeText.Line(SafeText.Exact(rule.Rule)),
        ])]);
}
