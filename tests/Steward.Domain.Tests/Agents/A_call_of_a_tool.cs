using Steward.Domain.Agents;
using Steward.Domain.Events;
using Steward.Domain.Processes;
using Steward.Domain.Sessions;
using Steward.Domain.Tests.Sessions;

namespace Steward.Domain.Tests.Agents;

public sealed class A_call_of_a_tool
{
    private readonly Life _life = new();

    public A_call_of_a_tool() => _life.Run();

    [Fact]
    public void Is_written_down_before_it_is_served_and_answered_once()
    {
        var asked = _life.Say(Call("c1"));
        Assert.Equal("c1", Assert.IsType<ServeCall>(Assert.Single(asked.Effects)).Call.AgentRequestId);

        var served = _life.Decide(Answer("c1", new SentMessage("msg_1", "owner", "hello")));
        Assert.Equal(["MessageSent", "AgentCallServed", "ProcessInput"], served.Events.Select(static happened => happened.GetType().Name));
        Assert.Equal(InputKind.Reply, Assert.IsType<WritePiece>(Assert.Single(served.Effects)).Piece.Kind);
        Assert.Empty(_life.State.Calls);
        Assert.Empty(_life.Decide(Answer("c1", new SentMessage("msg_1", "owner", "hello"))).Events);
    }

    [Fact]
    public void That_needs_nothing_done_is_answered_at_once()
    {
        var asked = _life.Say(new AgentCalled("c1", RawJson.EmptyObject, Tool: null, RawJson.EmptyObject));

        Assert.Equal(InputKind.Reply, Assert.IsType<WritePiece>(Assert.Single(asked.Effects)).Piece.Kind);
        Assert.Empty(_life.State.Calls);
    }

    [Fact]
    public void Does_nothing_any_more_when_its_process_is_gone()
    {
        _life.Say(Call("c1"));
        var answer = Answer("c1", new SentMessage("msg_1", "owner", "hello"));
        _life.Exit();

        Assert.Empty(_life.State.Calls);
        Assert.Empty(_life.Decide(answer).Events);
    }

    [Fact]
    public void That_comes_twice_is_one_call()
    {
        _life.Say(Call("c1"));

        Assert.Empty(_life.Say(Call("c1")).Effects);
        Assert.Single(_life.State.Calls);
    }

    [Fact]
    public void Is_refused_when_too_many_wait()
    {
        for (var n = 0; n < 16; n++)
            _life.Say(Call($"c{n}"));

        var refused = _life.Say(Call("one more"));
        Assert.False(Assert.Single(refused.Events.OfType<AgentCallServed>()).Ok);
        Assert.Equal(16, _life.State.Calls.Count);
    }

    private AnswerCall Answer(string id, AgentAct act) => new(id, _life.State.Process!.Launch, Ok: true, "done") { Act = act };

    private static AgentCalled Call(string id) => new(id, RawJson.EmptyObject, "send_message", RawJson.EmptyObject);
}
