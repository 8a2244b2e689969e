using System.CommandLine;
using System.CommandLine.Parsing;
using Steward.Cli.CommandLine;

namespace Steward.Cli.Tests.CommandLine;

public sealed class QuickFormTests
{
    public static TheoryData<string, string, bool, bool, bool, string?> Forms => new()
    {
        { "status", "status", false, false, false, null },
        { "daemon", "ps", false, false, false, null },
        { "ps --json", "ps", true, false, false, null },
        { "daemon status --plain --exit-code", "status", false, true, true, null },
        { "start --json", "start", true, false, false, null },
        { "status --profile work --json", "status", true, false, false, "work" },
    };

    [Theory]
    [MemberData(nameof(Forms))]
    public void A_plain_form_is_read_without_the_parser(string line, string verb, bool json, bool plain, bool exitCode, string? profile) =>
        Assert.Equal(new QuickForm(verb, profile, json, plain, exitCode), QuickForm.Parse(line.Split(' ')));

    [Theory]
    [InlineData("")]
    [InlineData("do hello")]
    [InlineData("status --help")]
    [InlineData("status --profile")]
    [InlineData("status --plian")]
    [InlineData("ps --plain")]
    [InlineData("start --port 0")]
    [InlineData("start --foreground")]
    [InlineData("daemon xyz")]
    public void Anything_else_is_left_to_the_parser(string line) =>
        Assert.Null(QuickForm.Parse(line.Split(' ', StringSplitOptions.RemoveEmptyEntries)));

    [Theory]
    [InlineData("status --json --plain --exit-code --profile work")]
    [InlineData("ps --json --profile work")]
    public void What_the_quick_form_knows_the_parser_knows_too(string line)
    {
        var tree = new VerbTree();
        var parsed = CommandLineParser.Parse(tree.Root, line.Split(' '));
        Assert.Empty(parsed.Errors);
        Assert.Equal("work", parsed.GetValue(tree.Profile));
    }
}
