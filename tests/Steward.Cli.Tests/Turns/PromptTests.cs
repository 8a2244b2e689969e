using System.Text;
using Steward.Cli.Turns;
using Steward.Protocol.Client;

namespace Steward.Cli.Tests.Turns;

public sealed class PromptTests
{
    private static string Read(string[] words, bool terminal, string input = "") =>
        Prompt.Read(words, terminal, "do", () => new MemoryStream(Encoding.UTF8.GetBytes(input)));

    [Fact]
    public void Words_are_put_together() => Assert.Equal("say hello", Read(["say", "hello"], terminal: true));

    [Fact]
    public void Words_win_over_a_pipe_that_may_never_end() => Assert.Equal("say hello", Read(["say", "hello"], terminal: false, "ignored"));

    [Fact]
    public void A_pipe_brings_the_prompt_when_there_are_no_words() => Assert.Equal("from\nthe pipe", Read([], terminal: false, "from\nthe pipe\n"));

    [Fact]
    public void A_dash_reads_also_from_a_terminal() => Assert.Equal("typed", Read(["-"], terminal: true, "typed\n"));

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Nothing_to_do_is_a_mistake_of_use(bool terminal) =>
        Assert.Equal(ExitCode.Usage, Assert.Throws<CommandException>(() => Read([], terminal, " \n")).ExitCode);

    [Fact]
    public void A_prompt_without_end_is_refused() => Assert.Throws<CommandException>(() => Read(["-"], terminal: false, new string('x', 2 << 20)));
}
