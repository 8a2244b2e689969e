using Steward.Domain.Agents;
using Steward.Domain.Processes;
using Steward.Domain.Turns;
using Steward.Runtimes.Exec;

namespace Steward.Runtimes.Tests.Exec;

public sealed class Any_program_as_an_agent : IDisposable
{
    private readonly TemporaryHome _home = new();

    public void Dispose() => _home.Dispose();

    private async Task<List<AgentReport>> RunAsync(string script, string message = "")
    {
        await using var agent = RunningAgent.Start(new ExecRuntime(), _home.Context("/bin/sh", "-c", script));
        agent.Send(Turn.New(), message);
        return await agent.EndAsync();
    }

    private static AgentFinished OutcomeOf(List<AgentReport> reports) => Assert.Single(reports.OfType<AgentFinished>());

    [Fact]
    public async Task Gets_the_message_on_its_input_and_answers_with_its_lines()
    {
        var reports = await RunAsync("echo you said:; cat; echo", "two\nlines ü");

        Assert.Equal("you said:\ntwo\nlines ü\n", RunningAgent.WordsOf(reports));
        Assert.Equal("you said:\ntwo\nlines ü\n", RunningAgent.TextOf(reports));
        Assert.Null(OutcomeOf(reports).Failure);
        Assert.IsType<AgentFinished>(reports[^1]);
    }

    [Fact]
    public async Task Runs_in_the_workspace_and_its_stderr_are_notes()
    {
        var reports = await RunAsync("pwd; echo careful >&2");

        Assert.Equal(_home.Workspace + "\n", RunningAgent.TextOf(reports));
        Assert.Equal("careful", Assert.Single(reports.OfType<AgentNote>()).Text);
    }

    [Fact]
    public async Task Fails_with_its_exit_code_and_a_fix()
    {
        var failure = OutcomeOf(await RunAsync("echo partly; exit 3")).Failure;

        Assert.Equal("exit-3", failure?.Code);
        Assert.Contains("exit code 3", failure?.Message);
        Assert.NotEmpty(failure?.Fix ?? "");
        Assert.False(failure?.Retryable);
    }

    [Fact]
    public async Task May_say_that_a_failure_is_temporary() => Assert.True(OutcomeOf(await RunAsync("exit 75")).Failure?.Retryable);

    [Fact]
    public async Task Says_so_when_a_signal_killed_it()
    {
        var failure = OutcomeOf(await RunAsync("kill -9 $$")).Failure;

        Assert.Equal("signal-9", failure?.Code);
        Assert.Contains("SIGKILL", failure?.Message);
    }

    [Fact]
    public async Task May_write_anything_and_it_becomes_printable()
    {
        var reports = await RunAsync("""printf 'a\377b\000c\033[1m\r\n\tok\r\n'""");
        Assert.Equal("a\uFFFDb\uFFFDc\uFFFD[1m\n\tok\n", RunningAgent.TextOf(reports));
    }

    [Fact]
    public void That_went_away_with_its_keeper_did_not_end_its_turn()
    {
        var interpreter = new ExecInterpreter(default);
        var reports = new List<AgentReport>();
        interpreter.Read(OutputStream.Output, "half an answer"u8, truncated: false, reports);
        interpreter.ReadEnd(ProcessExit.Unknown, reports);

        Assert.Equal([new AgentWords("half an answer\n"), new AgentMessage("half an answer\n")], reports);
    }

    [Fact]
    public void Of_a_line_that_was_cut_off_the_beginning_is_told()
    {
        var reports = new List<AgentReport>();
        new ExecInterpreter(default).Read(OutputStream.Output, new byte[IAgentInterpreter.MaxLineBytes], truncated: true, reports);
        var text = string.Concat(reports.OfType<AgentWords>().Select(static words => words.Text));
        Assert.InRange(text.Length, 1, 300 << 10);
        Assert.Contains("cut off", text, StringComparison.Ordinal);
    }

    [Fact]
    public void Has_a_line_marked_that_was_cut_off()
    {
        var reports = new List<AgentReport>();
        new ExecInterpreter(default).Read(OutputStream.Output, "begin"u8, truncated: true, reports);
        Assert.Contains("cut off", RunningAgent.WordsOf(reports));
    }

    [Fact]
    public void Has_its_long_answer_kept_in_chunks_with_a_small_memory()
    {
        var interpreter = new ExecInterpreter(default);
        var reports = new List<AgentReport>();
        var line = System.Text.Encoding.UTF8.GetBytes(string.Concat(Enumerable.Repeat("line ü ", 100)));
        for (var i = 0; i < 2000; i++)
        {
            interpreter.Read(OutputStream.Output, line, truncated: false, reports);
            Assert.True(interpreter.Memory.Length <= (64 << 10) + 8);
        }
        interpreter.ReadEnd(new ProcessExit(0, null), reports);

        Assert.Equal(RunningAgent.WordsOf(reports), RunningAgent.TextOf(reports));
        Assert.True(reports.OfType<AgentMessage>().Count() > 10);
    }

    [Fact]
    public void Takes_its_argv_from_the_configuration_alone()
    {
        var plan = new ExecRuntime().Plan(_home.Context("/bin/echo", "--flag", "$(touch x)"));
        Assert.Equal(["/bin/echo", "--flag", "$(touch x)"], plan.Command);
        Assert.Throws<ArgumentException>(() => new ExecRuntime().Plan(_home.Context()));
    }

    [Fact]
    public void Is_stopped_by_ending_its_process() => Assert.Null(new ExecInterpreter(default).Interrupt(TurnId.From(Guid.NewGuid())));
}
