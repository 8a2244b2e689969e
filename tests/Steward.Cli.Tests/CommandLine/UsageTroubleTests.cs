using System.CommandLine;
using System.CommandLine.Parsing;
using Steward.Cli.CommandLine;
using Steward.Protocol.Client;

namespace Steward.Cli.Tests.CommandLine;

public sealed class UsageTroubleTests
{
    private static DaemonException? Find(string line, bool underDaemon = false)
    {
        var tree = new VerbTree();
        var args = line.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        var parsed = CommandLineParser.Parse(tree.Root, args, new ParserConfiguration { EnablePosixBundling = false, ResponseFileTokenReplacer = null });
        return UsageTrouble.Find(parsed, tree, args, underDaemon);
    }

    [Theory]
    [InlineData("do say hello")]
    [InlineData("do -- --what does this flag do")]
    [InlineData("do - ")]
    [InlineData("do --session 12345678 --yes hello")]
    [InlineData("do @file.txt")]
    [InlineData("--profile work status --json")]
    [InlineData("status --json --profile work")]
    [InlineData("logs -n 5 -f")]
    [InlineData("sessions list --archived")]
    [InlineData("sessions")]
    [InlineData("help sessions show")]
    [InlineData("")]
    public void These_lines_are_fine(string line) => Assert.Null(Find(line));

    [Theory]
    [InlineData("--profile", "steward help")]
    [InlineData("--profile=", "steward help")]
    [InlineData("status --profile", "steward help status")]
    [InlineData("do --agent", "steward help do")]
    public void A_flag_without_its_value_ends_with_2(string line, string fix)
    {
        var trouble = Find(line)!;
        Assert.Equal((ExitCode.Usage, fix), (trouble.ExitCode, trouble.Fix));
    }

    [Theory]
    [InlineData("statsu", "Unknown command: statsu", "did you mean status?")]
    [InlineData("strat", "Unknown command: strat", "did you mean start?")]
    [InlineData("sessions lits", "Unknown sessions command: lits", "did you mean list?")]
    [InlineData("frobnicate", "Unknown command: frobnicate", "steward help")]
    [InlineData("sessions frobnicate", "Unknown sessions command: frobnicate", "steward help sessions")]
    public void An_unknown_verb_ends_with_1_and_the_nearest_one(string line, string message, string? fix)
    {
        var trouble = Find(line);
        Assert.Equal((message, fix, ExitCode.Failure), (trouble?.Message, trouble?.Fix, trouble?.ExitCode));
    }

    [Theory]
    [InlineData("completion x", "<shell> is bash, fish or zsh, not \"x\".")]
    [InlineData("do --spawn-mode x hello", "--spawn-mode is same-dir or worktree, not \"x\".")]
    [InlineData("logs --lines abc", "--lines is a whole number, not \"abc\".")]
    [InlineData("start --port abc", "--port is a whole number, not \"abc\".")]
    [InlineData("sessions show", "<target> is missing.")]
    [InlineData("do --model", "--model needs a value.")]
    public void What_does_not_fit_is_told_in_the_words_of_the_help(string line, string message)
    {
        var trouble = Find(line);
        Assert.Equal((message, ExitCode.Usage), (trouble?.Message, trouble?.ExitCode));
        Assert.StartsWith("steward help ", trouble?.Fix, StringComparison.Ordinal);
    }

    [Fact]
    public void Under_daemon_it_is_a_subcommand() => Assert.Equal("Unknown daemon subcommand: xyz", Find("xyz", underDaemon: true)?.Message);

    [Theory]
    [InlineData("do --jsn hello", "Unknown flag: --jsn", "did you mean --json?")]
    [InlineData("do hello --sesion=1", "Unknown flag: --sesion", "did you mean --session?")]
    [InlineData("status --plian", "Unknown flag: --plian", "did you mean --plain?")]
    [InlineData("do -v hello", "Unknown flag: -v", "did you mean -y?")]
    [InlineData("do --zzzzzzzz hello", "Unknown flag: --zzzzzzzz", "put -- before words that begin with a dash; the flags: steward help do")]
    [InlineData("sessions list --zzzzzzzz", "Unknown flag: --zzzzzzzz", "steward help sessions list")]
    [InlineData("sessions show --zzzzzzzz 1", "Unknown flag: --zzzzzzzz", "steward help sessions show")]
    public void An_unknown_flag_ends_with_2_and_the_nearest_one(string line, string message, string fix)
    {
        var trouble = Find(line);
        Assert.Equal((message, fix, ExitCode.Usage), (trouble?.Message, trouble?.Fix, trouble?.ExitCode));
    }

    [Theory]
    [InlineData("status extra")]
    [InlineData("sessions show")]
    [InlineData("logs --lines many")]
    [InlineData("logs --format xml")]
    [InlineData("start --port http")]
    public void Anything_else_that_is_wrong_ends_with_2_and_where_to_look(string line)
    {
        var trouble = Find(line);
        Assert.Equal(ExitCode.Usage, trouble?.ExitCode);
        Assert.StartsWith("steward help ", trouble?.Fix, StringComparison.Ordinal);
    }
}
