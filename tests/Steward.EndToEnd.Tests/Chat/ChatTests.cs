using System.Text.Json;
using Steward.EndToEnd.Tests.Support;

namespace Steward.EndToEnd.Tests.Chat;

public sealed class ChatTests(StewardUnderTest steward) : IClassFixture<StewardUnderTest>
{
    private const string CtrlC = "\u0003", CtrlD = "\u0004", Up = "\e[A", Left = "\e[D";

    private static string Pasted(params string[] lines) => $"\e[200~{string.Join('\n', lines)}\e[201~\r";

    private static string Script(params string[] lines) => Pasted(["#script", .. lines]);

    private async Task<Pty> ChatAsync(string arguments = "", int columns = 100)
    {
        var chat = Pty.Start(steward, $"chat {arguments}", columns);
        await chat.UntilAsync("idle · demo");
        return chat;
    }

    private async Task<JsonElement> NewestAsync() =>
        (await steward.Api.GetAsync("/v3/sessions")).Json.EnumerateArray().OrderByDescending(session => session.GetProperty("createdAt").GetDateTimeOffset()).First();

    [Fact]
    public async Task A_message_is_answered_and_leaving_leaves_the_session_and_the_terminal_as_they_were()
    {
        await using var chat = await ChatAsync("--name talk");
        Assert.False(chat.IsCooked);
        chat.Press("say helo" + Left + "l\r");
        await chat.UntilAsync("> say hello");
        await chat.UntilAsync("Hello! I am Steward's built-in demo agent.");
        await chat.UntilAsync("done in ");
        chat.Press(CtrlD);
        Assert.Equal(0, await chat.ExitAsync());
        Assert.True(chat.IsCooked);
        var session = await steward.Api.SessionAsync("talk");
        Assert.Equal((1, "say hello"), (session.GetProperty("turnCount").GetInt32(), session.GetProperty("title").GetString()));
        await chat.UntilAsync($"come back with: steward chat --session {session.GetProperty("shortId")}".Replace("come", "Come", StringComparison.Ordinal));
        await using var again = await ChatAsync("--session talk");
        await again.UntilAsync("> say hello");
        await again.UntilAsync("Hello! I am Steward's built-in demo agent.");
    }

    [Fact]
    public async Task A_chat_in_which_nothing_was_said_leaves_no_session_behind()
    {
        await using var chat = await ChatAsync("--name nothing-said");
        chat.Press(CtrlD);
        Assert.Equal(0, await chat.ExitAsync());
        Assert.Equal(System.Net.HttpStatusCode.NotFound, (await steward.Api.GetAsync("/v3/sessions/nothing-said")).Status);
        Assert.DoesNotContain("left ", chat.Shown, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(15)]
    [InlineData(1)]
    [InlineData(3)]
    public async Task A_signal_that_ends_the_chat_puts_the_terminal_back(int signal)
    {
        await using var chat = await ChatAsync();
        chat.Signal(signal);
        await chat.ExitAsync();
        Assert.True(chat.IsCooked);
        Assert.EndsWith("\e[0m", chat.Sent.TrimEnd(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_is_typed_while_a_turn_runs_waits_and_is_answered_next()
    {
        await using var chat = await ChatAsync();
        chat.Press(Script("words 40 50"));
        await chat.UntilAsync("w3 ");
        chat.Press("say hello\r");
        await chat.UntilAsync("… say hello");
        await chat.UntilAsync("Hello! I am Steward's built-in demo agent.");
        var shown = chat.Shown;
        Assert.True(shown.IndexOf("w39", StringComparison.Ordinal) < shown.IndexOf("> say hello", StringComparison.Ordinal), shown);
        Assert.DoesNotContain("… say hello", shown, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_pasted_text_is_one_message()
    {
        await using var chat = await ChatAsync("--name pasted");
        chat.Press(Pasted("#script", "say one", "say two"));
        await chat.UntilAsync("done in ");
        Assert.Equal(1, (await steward.Api.SessionAsync("pasted")).GetProperty("turnCount").GetInt32());
    }

    [Fact]
    public async Task Ctrl_C_cancels_the_turn_and_a_second_one_leaves()
    {
        await using var chat = await ChatAsync("--name cancelled");
        chat.Press(Script("words 2000 20"));
        await chat.UntilAsync("w3 ");
        chat.Press(CtrlC);
        await chat.UntilAsync("cancelled: cancelled in the chat");
        await chat.UntilAsync("idle · demo");
        chat.Press(CtrlC);
        await chat.UntilAsync("Ctrl-C again leaves\n");
        chat.Press(CtrlC);
        Assert.Equal(0, await chat.ExitAsync());
        Assert.True(chat.IsCooked);
    }

    [Fact]
    public async Task A_question_is_asked_in_place_and_a_draft_is_no_answer_to_it()
    {
        await using var chat = await ChatAsync();
        chat.Press(Script("say wait", "sleep 300", "ask bash echo asked-and-run"));
        await chat.UntilAsync("> #script");
        chat.Press("yes, but this was written before");
        await chat.UntilAsync("allow? [y]es");
        chat.Press("y\r");
        await chat.UntilAsync("✓ bash echo asked-and-run");
        await chat.UntilAsync("done in ");
        await chat.UntilAsync("\n> yes, but this was written before\n");
    }

    [Fact]
    public async Task A_question_is_answered_by_a_command_of_the_chat_too()
    {
        await using var chat = await ChatAsync();
        chat.Press(Script("ask bash echo allowed-by-command"));
        await chat.UntilAsync("allow? [y]es");
        chat.Press("/permissions allow\r");
        await chat.UntilAsync("✓ bash echo allowed-by-command");
        await chat.UntilAsync("done in ");
    }

    [Fact]
    public async Task The_result_of_a_tool_is_folded_and_can_be_shown()
    {
        await using var chat = await ChatAsync();
        chat.Press(Script("tool seq 1 9"));
        await chat.UntilAsync("✓ bash seq 1 9");
        await chat.UntilAsync("more lines: /show 1");
        chat.Press("/show\r");
        await chat.UntilAsync("#1 bash seq 1 9\n1\n2\n3\n4\n5\n6\n7\n8\n9\n");
    }

    [Fact]
    public async Task A_verb_of_the_command_line_prints_the_same_in_a_chat()
    {
        await using var chat = await ChatAsync("--name verbs");
        chat.Press("say hello\r");
        await chat.UntilAsync("done in ");
        var printed = (await steward.RunAsync("sessions", "show", "verbs")).Out;
        chat.Press("/daemon sessions show verbs\r");
        await chat.UntilAsync(printed.TrimEnd());
        chat.Press("/daemon status --plain\r");
        await chat.UntilAsync("daemon  running   pid=");
        chat.Press("/satus\r");
        await chat.UntilAsync("did you mean /status?");
        chat.Press("/mo\t\r");
        await chat.UntilAsync("the agent's own model");
    }

    [Fact]
    public async Task What_was_written_is_found_again_in_the_next_chat()
    {
        await using (var chat = await ChatAsync())
        {
            chat.Press("say hello\r");
            await chat.UntilAsync("done in ");
            chat.Press(CtrlD);
            await chat.ExitAsync();
        }
        await using var next = await ChatAsync();
        next.Press("\u0012say hel\r");
        await next.UntilAsync("done in ");
        next.Press(Up);
        await next.UntilAsync("> say hello\nidle");
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(steward.Home.ChatHistory));
    }

    [Fact]
    public async Task It_goes_from_one_session_to_another_and_to_a_new_one()
    {
        var other = await steward.Api.CreateAsync("""{"name":"other"}""");
        await steward.Api.EndAsync(other, await steward.Api.SubmitAsync(other, "say hello"));
        await using var chat = await ChatAsync("--name here");
        chat.Press("/attach other\r");
        await chat.UntilAsync("Hello! I am Steward's built-in demo agent.");
        await chat.UntilAsync(" other");
        Assert.Equal(System.Net.HttpStatusCode.NotFound, (await steward.Api.GetAsync("/v3/sessions/here")).Status);
        chat.Press("/attach nowhere\r");
        await chat.UntilAsync("nowhere");
        chat.Press("/rename renamed\r");
        await chat.UntilAsync("is now renamed");
        chat.Press("/new\r");
        await Eventually.TrueAsync(async () => chat.Shown.EndsWith($"idle · demo · {(await NewestAsync()).GetProperty("shortId")}", StringComparison.Ordinal), () => chat.Shown);
    }

    [Fact]
    public async Task A_terminal_that_changes_its_width_shows_the_same_answer()
    {
        await using var chat = await ChatAsync(columns: 100);
        chat.Press(Script("words 60 20"));
        await chat.UntilAsync("w5 ");
        chat.Resize(120, 30);
        await chat.UntilAsync("done in ");
        Assert.Contains("w59", chat.Shown, StringComparison.Ordinal);
        Assert.EndsWith("idle · demo", string.Join(" · ", chat.Shown.Split('\n')[^1].Split(" · ").Take(2)), StringComparison.Ordinal);
    }

    [Fact]
    public async Task With_a_dumb_terminal_a_line_is_a_message_and_nothing_moves()
    {
        await using var chat = Pty.Start(steward, "chat", environment: "TERM=dumb");
        await chat.UntilAsync(shown => shown.EndsWith('>'), "It does not ask for a line.");
        chat.Press("say hello\n");
        await chat.UntilAsync("Hello! I am Steward's built-in demo agent.");
        chat.Press(Script("ask bash echo dumb-and-run")[6..^7].Replace("\n", "\\\n", StringComparison.Ordinal) + "\n");
        await chat.UntilAsync("allow? [y]es");
        chat.Press("y\n");
        await chat.UntilAsync("✓ bash echo dumb-and-run");
        chat.Press("/status\n");
        await chat.UntilAsync("● running");
        chat.Press(CtrlD);
        Assert.Equal(0, await chat.ExitAsync());
        Assert.DoesNotContain("\e[?", chat.Sent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Without_colours_none_are_shown()
    {
        await using var chat = Pty.Start(steward, "chat", environment: "TERM=xterm NO_COLOR=1");
        await chat.UntilAsync("idle · demo");
        chat.Press("say hello\r");
        await chat.UntilAsync("done in ");
        Assert.DoesNotMatch("\e\\[[1-9][0-9;]*m", chat.Sent);
    }
}
