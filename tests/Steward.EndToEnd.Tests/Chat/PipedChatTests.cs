using System.Diagnostics;
using System.Text.Json;
using Steward.EndToEnd.Tests.Support;

namespace Steward.EndToEnd.Tests.Chat;

public sealed class PipedChatTests(StewardUnderTest steward) : IClassFixture<StewardUnderTest>
{
    private async Task<Ran> ChatAsync(string input, params string[] arguments)
    {
        var start = new ProcessStartInfo(StewardProgram.Path) { RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true, UseShellExecute = false };
        foreach (var argument in (string[])["chat", .. arguments]) start.ArgumentList.Add(argument);
        start.Environment["STEWARD_HOME"] = steward.Home.Root;
        using var chat = Process.Start(start)!;
        using var limit = new CancellationTokenSource(StewardProgram.Patience);
        await chat.StandardInput.WriteAsync(input);
        chat.StandardInput.Close();
        var (output, error) = (chat.StandardOutput.ReadToEndAsync(limit.Token), chat.StandardError.ReadToEndAsync(limit.Token));
        await chat.WaitForExitAsync(limit.Token);
        return new Ran(chat.ExitCode, await output, await error);
    }

    [Fact]
    public async Task Each_line_is_a_message_that_is_answered_before_the_next()
    {
        var ran = await ChatAsync("say hello to Ann\n\ncount to 3\nno end of line: say hello to Bob", "--name", "piped");
        Assert.Equal(0, ran.ExitCode);
        Assert.Matches("^Hello, Ann![^\n]*\n1, 2, 3\\.\n[^\n]+", ran.Out);
        Assert.Equal(3, (await steward.Api.SessionAsync("piped")).GetProperty("turnCount").GetInt32());
    }

    [Fact]
    public async Task A_backslash_at_the_end_joins_two_lines()
    {
        var ran = await ChatAsync("#script\\\nsay one \\\nsay two\n/daemon status --plain\n");
        Assert.StartsWith("one", ran.Out, StringComparison.Ordinal);
        Assert.Contains("daemon  running   pid=", ran.Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_message_that_failed_is_told_by_the_exit_code()
    {
        var ran = await ChatAsync("#script\\\ndie 3\nsay hello\n");
        Assert.Equal(1, ran.ExitCode);
        Assert.Contains("Hello!", ran.Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task In_JSON_each_answer_is_a_line()
    {
        var ran = await ChatAsync("say hello\ncount to 3\n", "--json");
        var answers = ran.Out.TrimEnd().Split('\n').Select(line => JsonDocument.Parse(line).RootElement).ToList();
        Assert.Equal(["done", "done"], answers.Select(answer => answer.GetProperty("status").GetString()));
        Assert.Equal("1, 2, 3.", answers[1].GetProperty("text").GetString());
        Assert.Equal(answers[0].GetProperty("sessionId").GetString(), answers[1].GetProperty("sessionId").GetString());
    }

    [Fact]
    public async Task Nobody_there_to_be_asked_is_decided_by_the_rules()
    {
        var ran = await ChatAsync("#script\\\nask bash echo never\n", "--no-input");
        Assert.DoesNotContain("never\n", ran.Out, StringComparison.Ordinal);
        Assert.Equal(0, ran.ExitCode);
    }

    [Fact]
    public async Task A_session_and_flags_for_a_new_one_contradict_each_other()
    {
        var ran = await ChatAsync("", "--session", "x", "--name", "y");
        Assert.Equal(2, ran.ExitCode);
    }
}
