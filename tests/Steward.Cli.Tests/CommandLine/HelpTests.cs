using System.CommandLine;
using Steward.Cli.CommandLine;

namespace Steward.Cli.Tests.CommandLine;

public sealed class HelpTests
{
    private static readonly VerbTree Tree = new();

    private static string Golden(string name) => File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "Golden", name));

    [Fact]
    public void The_help_is_the_approved_one() => Assert.Equal(Golden("help.txt"), HelpText.Of(Tree.Root, Tree, underDaemon: false));

    [Fact]
    public void The_help_of_the_daemon_is_the_approved_one() => Assert.Equal(Golden("daemon-help.txt"), HelpText.Of(Tree.Root, Tree, underDaemon: true));

    [Fact]
    public void The_help_of_a_verb_is_the_approved_one() =>
        Assert.Equal(Golden("help-do.txt"), HelpText.Of(Tree.Root.Subcommands.Single(verb => verb.Name == "do"), Tree, underDaemon: false));

    [Fact]
    public void Every_verb_stands_in_the_help()
    {
        var lines = Golden("help.txt").Split('\n').Select(line => line.TrimStart()).ToList();
        Assert.All(Tree.Root.Subcommands, verb => Assert.Contains(lines, line => line == verb.Name || line.StartsWith(verb.Name + " ", StringComparison.Ordinal)));
    }

    [Fact]
    public void Every_verb_and_every_flag_is_explained()
    {
        var verbs = Tree.Root.Subcommands.Concat(Tree.Root.Subcommands.SelectMany(group => group.Subcommands));
        Assert.All(verbs, verb =>
        {
            Assert.False(string.IsNullOrEmpty(verb.Description));
            Assert.All(verb.Options, option => Assert.False(string.IsNullOrEmpty(option.Description), $"{verb.Name} {option.Name}"));
            Assert.All(verb.Arguments, argument => Assert.False(string.IsNullOrEmpty(argument.Description), $"{verb.Name} {argument.Name}"));
        });
    }

    [Fact]
    public void No_verb_takes_a_flag_that_all_verbs_take()
    {
        var global = Tree.Root.Options.SelectMany(option => option.Aliases.Append(option.Name)).ToHashSet();
        var own = Tree.Root.Subcommands.SelectMany(verb => verb.Subcommands.Append(verb)).SelectMany(verb => verb.Options);
        Assert.DoesNotContain(own, option => option.Aliases.Append(option.Name).Any(global.Contains));
    }
}
