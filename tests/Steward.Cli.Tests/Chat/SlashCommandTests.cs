using Steward.Cli.Chat;

namespace Steward.Cli.Tests.Chat;

public sealed class SlashCommandTests
{
    private static ChatAction Parse(string text, bool agentHasCommands = false) => SlashCommand.Parse(text, "sess_1", agentHasCommands);

    [Theory]
    [InlineData("say hello", "say hello")]
    [InlineData("/etc/hosts is what?", "/etc/hosts is what?")]
    [InlineData("//compact now", "/compact now")]
    [InlineData("//", "/")]
    [InlineData("a /status in the middle", "a /status in the middle")]
    public void What_is_no_command_goes_to_the_agent(string written, string message) => Assert.Equal(new ChatAction.Message(message), Parse(written));

    [Theory]
    [InlineData("/daemon", "daemon")]
    [InlineData("/daemon logs --lines 3", "daemon|logs|--lines|3")]
    [InlineData("/daemon bg \"two words\"", "daemon|bg|two words")]
    [InlineData("/status", "status")]
    [InlineData("/sessions", "sessions|list")]
    [InlineData("/sessions show x", "sessions|show|x")]
    [InlineData("/permissions", "permissions|list")]
    [InlineData("/permissions allow", "permissions|allow")]
    [InlineData("/rename fix-tests", "sessions|rename|sess_1|fix-tests")]
    [InlineData("/model opus", "sessions|set|sess_1|--model|opus")]
    public void A_verb_of_the_command_line_is_run_as_it_is(string written, string arguments) =>
        Assert.Equal(arguments.Split('|'), Assert.IsType<ChatAction.RunVerb>(Parse(written)).Arguments);

    [Theory]
    [InlineData("/permissions allow", "permissions|allow|perm_1")]
    [InlineData("/permissions deny --reason no", "permissions|deny|perm_1|--reason|no")]
    [InlineData("/permissions answer --choose 2", "permissions|answer|perm_1|--choose|2")]
    [InlineData("/permissions allow perm_2", "permissions|allow|perm_2")]
    [InlineData("/permissions", "permissions|list")]
    public void An_answer_without_a_name_is_for_what_is_asked_here(string written, string arguments) => Assert.Equal(
        arguments.Split('|'), Assert.IsType<ChatAction.RunVerb>(SlashCommand.Parse(written, "sess_1", agentHasCommands: false, "perm_1")).Arguments);

    [Fact]
    public void The_rest_does_what_it_says()
    {
        Assert.Equal(new ChatAction.ShowResult(null), Parse("/show"));
        Assert.Equal(new ChatAction.ShowResult(12), Parse("/show #12"));
        Assert.Equal(new ChatAction.Switch("tests"), Parse("/attach tests"));
        Assert.Equal(new ChatAction.Switch(null), Parse("/new"));
        Assert.Equal(new ChatAction.CancelTurn(), Parse("/cancel"));
        Assert.Equal(new ChatAction.Withdraw(), Parse("/withdraw"));
        Assert.Equal(new ChatAction.TakeImage("two words.png"), Parse("/image \"two words.png\""));
        Assert.Equal(new ChatAction.Steer("leave  the \"slow\" ones"), Parse("/steer leave  the \"slow\" ones"));
        Assert.Equal(new ChatAction.ShowModel(), Parse("/model"));
        Assert.Equal(new ChatAction.Leave(), Parse("/quit"));
    }

    [Theory]
    [InlineData("/satus", "There is no /satus here.", "did you mean /status?")]
    [InlineData("/zzzzzz", "There is no /zzzzzz here.", "/help lists all; //… goes to the agent")]
    [InlineData("/attach", "It is written so: /attach TARGET (/sessions lists them)", null)]
    [InlineData("/steer", "It is written so: /steer MESSAGE", null)]
    [InlineData("/show x", "It is written so: /show N", null)]
    public void A_command_that_is_not_understood_says_what_would_be(string written, string reason, string? fix) =>
        Assert.Equal(new ChatAction.Refused(reason, fix), Parse(written));

    [Fact]
    public void A_word_that_the_chat_does_not_know_goes_to_an_agent_with_commands_of_its_own()
    {
        Assert.Equal(new ChatAction.Message("/compact the talk"), Parse("/compact the talk", agentHasCommands: true));
        Assert.IsType<ChatAction.RunVerb>(Parse("/status", agentHasCommands: true));
        Assert.IsType<ChatAction.Refused>(Parse("/compact"));
    }

    [Fact]
    public void Tab_offers_what_begins_so()
    {
        Assert.Equal(["/status", "/sessions", "/show", "/steer"], SlashCommand.Completions("/s"));
        Assert.Equal(["/model"], SlashCommand.Completions("/mo"));
        Assert.Empty(SlashCommand.Completions("/model o"));
        Assert.Empty(SlashCommand.Completions("s"));
    }

    [Fact]
    public void Every_command_is_one_and_is_explained()
    {
        var help = string.Join('\n', SlashCommand.Help());
        Assert.All(SlashCommand.All, command =>
        {
            Assert.Contains(command.Name, help, StringComparison.Ordinal);
            Assert.False(Parse(command.Name) is ChatAction.Refused { Fix: not null } or ChatAction.Message);
        });
    }
}
