using System.CommandLine;
using Steward.Protocol.Permissions;

namespace Steward.Cli.Permissions;

internal sealed class DenyVerb : DecideVerb
{
    private readonly Option<bool> endTurn = new("--end-turn") { Description = "end the turn too, so that the agent tries nothing else" };

    public DenyVerb() : base("deny", "Deny what was asked") => Add(endTurn);

    public override string Examples => """
        steward permissions deny --reason "use printf"
        steward permissions deny perm_026ae435 --end-turn
        """;

    protected override ResolvePermissionRequest AnswerTo(PermissionView question, ParseResult parsed) =>
        new("deny") { EndTurn = parsed.GetValue(endTurn) };
}
