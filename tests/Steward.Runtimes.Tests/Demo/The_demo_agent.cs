using Steward.Domain.Agents;
using Steward.Domain.Permissions;
using Steward.Runtimes.Demo;

namespace Steward.Runtimes.Tests.Demo;

public sealed class The_demo_agent : IDisposable
{
    private readonly TemporaryHome _home = new();

    public void Dispose() => _home.Dispose();

    private RunningAgent Start(params (string Name, string Value)[] environment) =>
        RunningAgent.Start(new DemoRuntime(), _home.Context(), environment);

    [Fact]
    public async Task Streams_its_words_and_then_says_the_whole_text_before_it_is_done()
    {
        await using var agent = Start();
        var turn = Turn.New();
        agent.Send(turn, "say hello");

        var reports = await agent.UntilAsync<AgentFinished>();

        Assert.Contains("Hello!", RunningAgent.TextOf(reports));
        Assert.Equal(RunningAgent.TextOf(reports), RunningAgent.WordsOf(reports));
        Assert.True(reports.OfType<AgentWords>().Count() > 5);
        var finished = Assert.IsType<AgentFinished>(reports[^1]);
        Assert.Equal(turn, finished.Turn);
        Assert.Null(finished.Failure);
        Assert.True(finished.Usage.CompletionTokens > 0);
        Assert.Equal("sess_0123456789abcdef", Assert.IsType<AgentReady>(reports[0]).Conversation);
    }

    [Fact]
    public async Task Remembers_in_a_new_process_what_it_was_asked_before()
    {
        await using (var first = Start())
        {
            await first.AskAsync(Turn.New(), "count to 3");
            first.CloseInput();
            await first.EndAsync();
            Assert.Equal(0, first.ExitCode);
        }
        await using var second = Start();

        Assert.Contains("count to 3", await second.AskAsync(Turn.New(), "what did I ask before?"));
    }

    [Fact]
    public async Task Knows_what_stood_in_its_notes_when_its_process_started()
    {
        await using (var first = Start())
            Assert.Contains("My notes are empty", await first.AskAsync(Turn.New(), "what do you remember?"));
        await File.WriteAllTextAsync(Path.Combine(_home.AgentHome, "MEMORY.md"), "- the owner likes tea\n", TestContext.Current.CancellationToken);
        await using var second = Start();

        Assert.Contains("- the owner likes tea", await second.AskAsync(Turn.New(), "what do you remember?"));
    }

    [Fact]
    public async Task Does_not_run_a_message_again_that_it_has_completed()
    {
        var turn = Turn.New();
        string answer;
        await using (var first = Start())
        {
            first.Send(turn, "run: echo once >> ran.txt; echo written");
            first.Answer(await first.NextAsync<AgentAsked>(), PermissionDecision.Allow);
            answer = RunningAgent.TextOf(await first.UntilAsync<AgentFinished>());
        }
        await using var second = Start();

        second.Send(turn, "run: echo once >> ran.txt; echo written", attempt: 2);
        var again = await second.UntilAsync<AgentFinished>();

        Assert.Equal(answer, RunningAgent.TextOf(again));
        Assert.Equal(answer, RunningAgent.WordsOf(again));
        Assert.DoesNotContain(again, static report => report is AgentAsked or AgentToolStarted);
        Assert.Equal("once\n", await File.ReadAllTextAsync(Path.Combine(_home.Workspace, "ran.txt")));
    }

    [Fact]
    public async Task Runs_a_message_again_that_was_cut_off()
    {
        var turn = Turn.New();
        await using (var first = Start())
        {
            first.Send(turn, "count to 900 slowly");
            await first.NextAsync<AgentWords>();
            first.Kill(9);
            await first.EndAsync();
        }
        await using var second = Start();

        second.Send(turn, "count to 3", attempt: 2);

        Assert.Equal("1, 2, 3.", RunningAgent.TextOf(await second.UntilAsync<AgentFinished>()));
    }

    [Fact]
    public async Task Answers_a_message_again_whose_record_was_torn_by_a_crash()
    {
        var turn = Turn.New();
        await using (var first = Start())
            await first.AskAsync(turn, "count to 3");
        var file = Path.Combine(_home.AgentHome, "demo", "sess_0123456789abcdef.jsonl");
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(file));
        using (var record = File.OpenWrite(file))
            record.SetLength(record.Length - 10);

        await using var second = Start();
        Assert.Contains("first thing", await second.AskAsync(Turn.New(), "what did I ask before?"));
        Assert.Equal("1, 2, 3.", await second.AskAsync(turn, "count to 3"));
    }

    [Fact]
    public async Task Ends_with_its_standard_input_also_in_the_middle_of_an_answer()
    {
        await using var agent = Start();
        agent.Send(Turn.New(), "count to 900 slowly");
        await agent.NextAsync<AgentWords>();

        agent.CloseInput();
        await agent.EndAsync();

        Assert.Equal(0, agent.ExitCode);
    }

    [Fact]
    public async Task Ends_on_SIGTERM_and_takes_its_tool_with_it()
    {
        await using var agent = Start();
        agent.Send(Turn.New(), "run: echo $$ > pid.txt; exec sleep 600");
        agent.Answer(await agent.NextAsync<AgentAsked>(), PermissionDecision.Allow);
        var pid = await Eventually.TextAsync(Path.Combine(_home.Workspace, "pid.txt"));

        agent.Kill(15);
        await agent.EndAsync();

        Assert.Equal(0, agent.ExitCode);
        await Eventually.GoneAsync(pid);
    }

    [Fact]
    public async Task Ignores_what_it_does_not_understand_and_goes_on()
    {
        await using var agent = Start();
        agent.WriteRaw([0xFF, 0xFE, 0, 10, .. "not json\n{\"type\":\"dance\"}\n[1]\n{}\n{\"type\":\"message\",\"uuid\":\"x\",\"content\":\"a\"}\n"u8]);

        Assert.Equal("1.", await agent.AskAsync(Turn.New(), "count to 1"));
    }

    [Fact]
    public async Task Says_how_to_use_it_when_it_is_started_by_hand()
    {
        var errors = new StringWriter();
        Assert.Equal(2, await DemoAgent.RunAsync(["--session", "../../x", "--home", "/tmp"], Stream.Null, Stream.Null, errors));
        Assert.Contains("usage:", errors.ToString());
    }
}
