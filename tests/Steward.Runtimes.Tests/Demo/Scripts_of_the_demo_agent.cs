using Steward.Domain.Agents;
using Steward.Runtimes.Demo;

namespace Steward.Runtimes.Tests.Demo;

public sealed class Scripts_of_the_demo_agent : IDisposable
{
    private readonly TemporaryHome _home = new();

    public void Dispose() => _home.Dispose();

    private RunningAgent Start() => RunningAgent.Start(new DemoRuntime(), _home.Context(), ("STEWARD_DEMO_SCRIPT", "1"));

    [Fact]
    public async Task Are_not_carried_out_unless_they_are_switched_on()
    {
        await using var agent = RunningAgent.Start(new DemoRuntime(), _home.Context());
        Assert.Contains("demo agent", await agent.AskAsync(Turn.New(), "#script\ndie 3"));
    }

    [Fact]
    public async Task Stream_the_same_words_each_time()
    {
        await using var agent = Start();
        Assert.Equal("w0 w1 w2 then more", await agent.AskAsync(Turn.New(), "#script\nwords 3\nsay then more"));
    }

    [Fact]
    public async Task Die_with_the_code_that_they_name_and_the_text_so_far_is_kept()
    {
        await using var agent = Start();
        agent.Send(Turn.New(), "#script\nwords 3\ndie 42");

        var last = await agent.EndAsync();

        Assert.Equal(42, agent.ExitCode);
        Assert.Equal("w0 w1 w2 ", RunningAgent.TextOf(last));
        Assert.DoesNotContain(last, static report => report is AgentFinished);
    }

    [Fact]
    public async Task Ignore_SIGTERM_when_they_say_so()
    {
        await using var agent = Start();
        await agent.AskAsync(Turn.New(), "#script\nignore-term");
        agent.Kill(15);
        Assert.Equal("w0 ", await agent.AskAsync(Turn.New(), "#script\nwords 1"));
    }

    [Fact]
    public async Task Write_garbage_and_floods_and_notes_and_the_turn_is_still_told_right()
    {
        await using var agent = Start();
        agent.Send(Turn.New(), "#script\ngarbage\nstderr look here\nflood 200000\nwords 2");

        var reports = await agent.UntilAsync<AgentFinished>();

        Assert.Equal(new string('x', 200_000) + "w0 w1 ", RunningAgent.WordsOf(reports));
        Assert.Contains(reports, static report => report is AgentNote { Text: var text } && text.Contains("not its language", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Keep_a_ledger_with_one_end_for_each_message_however_often_it_is_sent()
    {
        var ledger = Path.Combine(_home.Workspace, "ledger");
        var turn = Turn.New();
        var script = $"#script\nledger {ledger} id-1\nwords 1";
        await using (var first = Start())
            await first.AskAsync(turn, script);
        await using (var second = Start())
            await second.AskAsync(turn, script);

        Assert.Equal(["started id-1", "finished id-1"], await File.ReadAllLinesAsync(ledger));
    }

    [Fact]
    public async Task Complete_a_ledger_whose_writer_died_between_its_record_and_its_end()
    {
        var ledger = Path.Combine(_home.Workspace, "ledger");
        var turn = Turn.New();
        var script = $"#script\nledger {ledger} id-1\nwords 1";
        await using (var first = Start())
            await first.AskAsync(turn, script);
        using (var file = File.OpenWrite(ledger))
            file.SetLength("started id-1\n".Length);

        await using var second = Start();
        await second.AskAsync(turn, script);

        Assert.Equal(["started id-1", "finished id-1"], await File.ReadAllLinesAsync(ledger));
    }
}
