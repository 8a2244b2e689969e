using System.Diagnostics;
using System.Text.RegularExpressions;
using Steward.EndToEnd.Tests.Support;

namespace Steward.EndToEnd.Tests.Chat;

public sealed partial class ReconnectTests(StewardUnderTest steward) : IClassFixture<StewardUnderTest>
{
    private static string Script(params string[] lines) => $"\e[200~#script\n{string.Join('\n', lines)}\e[201~\r";

    private static IEnumerable<string> Words(string shown) => Word().Matches(shown).Select(match => match.Value);

    [Fact]
    public async Task A_restart_in_the_middle_of_a_turn_rotates_the_token_and_the_chat_goes_on()
    {
        await using var chat = Pty.Start(steward, "chat");
        await chat.UntilAsync("idle · demo");
        chat.Press(Script("words 150 20"));
        await chat.UntilAsync("w3 ");
        var token = steward.State.Token;
        var restarted = await steward.RunAsync("restart");
        Assert.True(restarted.ExitCode == 0, restarted.Error);
        steward.ReadState();
        Assert.NotEqual(token, steward.State.Token);
        await AnsweredWholeAsync(chat, 150);
        chat.Press("say hello\r");
        await chat.UntilAsync("Hello! I am Steward's built-in demo agent.");
    }

    [Fact]
    public async Task A_daemon_that_is_killed_in_the_middle_of_a_turn_costs_not_a_word()
    {
        await using var chat = Pty.Start(steward, "chat");
        await chat.UntilAsync("idle · demo");
        steward.ReadState();
        chat.Press(Script("words 150 20"));
        await chat.UntilAsync("w3 ");
        using (var daemon = Process.GetProcessById(steward.State.Pid)) daemon.Kill();
        // What is written meanwhile is sent once somebody takes it.
        chat.Press("say hello\r");
        await AnsweredWholeAsync(chat, 150);
        await chat.UntilAsync("Hello! I am Steward's built-in demo agent.");
        Assert.InRange(Regex.Count(chat.Shown, "^reconnecting…$", RegexOptions.Multiline), 0, 1);
        steward.ReadState();
    }

    [Fact]
    public async Task A_daemon_that_was_stopped_is_left_alone_until_there_is_something_to_send()
    {
        await using var chat = Pty.Start(steward, "chat");
        await chat.UntilAsync("idle · demo");
        await steward.StopAsync();
        await chat.UntilAsync("the daemon does not run; your next message starts it");
        Assert.Equal(3, (await steward.RunAsync("status", "--exit-code")).ExitCode);
        chat.Press("say hello\r");
        await chat.UntilAsync("Hello! I am Steward's built-in demo agent.");
        steward.ReadState();
    }

    private static async Task AnsweredWholeAsync(Pty chat, int count)
    {
        await chat.UntilAsync("done in ");
        Assert.Equal(Enumerable.Range(0, count).Select(n => $"w{n}"), Words(chat.Shown));
    }

    [GeneratedRegex(@"\bw\d+\b")]
    private static partial Regex Word();
}
