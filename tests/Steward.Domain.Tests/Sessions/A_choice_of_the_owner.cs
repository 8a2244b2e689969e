using Steward.Domain.Agents;
using Steward.Domain.Events;
using Steward.Domain.Processes;
using Steward.Domain.Sessions;

namespace Steward.Domain.Tests.Sessions;

public sealed class A_choice_of_the_owner
{
    private readonly Life _life = new();

    [Fact]
    public void Waits_for_the_next_process_when_none_runs()
    {
        Choose(model: "opus");
        Assert.Empty(Pieces());
        _life.Run();
        Assert.Empty(Pieces());
        Assert.Equal("opus", _life.State.Process!.Told.Model);
    }

    [Fact]
    public void Is_told_to_a_process_that_runs_in_the_middle_of_a_turn_and_when_it_is_idle()
    {
        _life.Run();
        Choose(mode: "plan");
        _life.Finish();
        Choose(model: "opus");
        Assert.Equal([(ChosenSetting.PermissionMode, "plan"), (ChosenSetting.Model, "opus")], Pieces());
    }

    [Fact]
    public void Is_told_to_a_process_that_was_on_its_way_before_its_first_message()
    {
        _life.Submit();
        _life.Decide(new TurnAdmitted());
        Choose(model: "opus");
        _life.Start();
        Assert.Equal([InputKind.Choice, InputKind.Message], _life.Events.OfType<ProcessInput>().Select(static input => input.Piece.Kind));
    }

    [Fact]
    public void That_is_what_holds_already_is_not_told_again()
    {
        _life.Run();
        Choose(model: "opus");
        Choose(model: "opus");
        Assert.Single(Pieces());
    }

    [Fact]
    public void That_is_taken_holds()
    {
        _life.Run();
        Choose(model: "opus");
        _life.Say(new AgentChose(Asked().Piece, null));
        Assert.Equal(("opus", 0), (_life.State.Choices.Model, _life.State.Process!.Asked.Count));
        Assert.Single(_life.Events.OfType<ChoiceTaken>());
    }

    [Fact]
    public void That_is_refused_gives_way_to_what_was_before()
    {
        _life.Run();
        Choose(mode: "plan");
        _life.Say(new AgentChose(Asked().Piece, null));
        Choose(mode: "auto");
        _life.Say(new AgentChose(Asked().Piece, "not for this model"));
        Assert.Equal(("plan", "plan"), (_life.State.Choices.PermissionMode, _life.State.Process!.Told.PermissionMode));
        Assert.Equal("not for this model", _life.Events.OfType<ChoiceRefused>().Single().Reason);
    }

    [Fact]
    public void That_is_refused_does_not_undo_a_later_one_and_two_refusals_lead_back_to_the_start()
    {
        _life.Run();
        Choose(model: "first");
        Choose(model: "second");
        var (first, second) = (_life.State.Process!.Asked[0].Piece, _life.State.Process.Asked[1].Piece);
        _life.Say(new AgentChose(first, "no"));
        Assert.Equal("second", _life.State.Choices.Model);
        _life.Say(new AgentChose(second, "no"));
        Assert.Null(_life.State.Choices.Model);
    }

    [Fact]
    public void Is_kept_for_the_next_process_when_this_one_dies_without_an_answer()
    {
        _life.Run();
        Choose(model: "opus");
        _life.Exit();
        _life.Run();
        Assert.Equal("opus", _life.State.Process!.Told.Model);
        Assert.Single(Pieces());
    }

    [Fact]
    public void Is_offered_again_to_the_keeper_after_its_turn_until_it_is_answered()
    {
        _life.Run();
        Choose(model: "opus");
        var piece = Asked().Piece;
        _life.Finish();
        Assert.Equal([piece], _life.State.Outbox.Select(static kept => kept.Number));
    }

    [Fact]
    public void That_the_agent_left_by_itself_is_left_for_its_next_process_too_and_can_be_made_again()
    {
        _life.Run();
        Choose(mode: "plan");
        _life.Say(new AgentChangedMode("plan"), new AgentChose(Asked().Piece, null), new AgentChangedMode("manual"));
        Assert.Equal(("manual", "manual"), (_life.State.Choices.PermissionMode, _life.State.Process!.Told.PermissionMode));
        Choose(mode: "plan");
        Assert.Equal(["plan", "plan"], Pieces().Select(static piece => piece.Item2));
        _life.Exit();
        _life.Run();
        Assert.Equal("plan", _life.State.Process!.Told.PermissionMode);
    }

    private AskedChoice Asked() => _life.State.Process!.Asked.Single();

    private void Choose(string? model = null, string? mode = null) => _life.Decide(new UpdateSession(null, null, null) { Model = model, PermissionMode = mode });

    private IEnumerable<(ChosenSetting, string)> Pieces() => _life.Events.OfType<ProcessInput>().Where(static input => input.Piece.Kind == InputKind.Choice)
        .Select(static input => (input.Piece.Setting!.Value, input.Piece.Value!));
}
