using System.CommandLine;
using Steward.Protocol.Client;

namespace Steward.Cli.CommandLine;

internal sealed class CompletionVerb : Verb
{
    private readonly VerbTree tree;
    private readonly Argument<string> shell = new("shell") { Description = "bash, zsh or fish" };

    public CompletionVerb(VerbTree tree) : base("completion", "Print completion for bash, zsh or fish")
    {
        this.tree = tree;
        shell.AcceptOnlyFromAmong([.. Words]);
        Add(shell);
    }

    public override IReadOnlyList<string> Words => ["bash", "zsh", "fish"];

    public override string Examples => """
        source <(steward completion bash)
        steward completion zsh > ~/.zfunc/_steward
        steward completion fish > ~/.config/fish/completions/steward.fish
        """;

    public override Task<ExitCode> RunAsync(ParseResult parsed, CommandContext context, CancellationToken stop)
    {
        context.Terminal.Out.Write(parsed.GetRequiredValue(shell) switch
        {
            "bash" => CompletionScript.Bash(tree),
            "zsh" => CompletionScript.Zsh(tree),
            _ => CompletionScript.Fish(tree),
        });
        return Task.FromResult(ExitCode.Ok);
    }
}
