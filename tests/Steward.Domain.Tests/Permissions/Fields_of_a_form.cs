using System.Collections.Immutable;
using Steward.Domain.Agents;
using Steward.Domain.Events;
using Steward.Domain.Permissions;
using Steward.Domain.Processes;
using Steward.Domain.Sessions;
using Steward.Domain.Tests.Sessions;

namespace Steward.Domain.Tests.Permissions;

public sealed class Fields_of_a_form
{
    private static readonly ChoiceQuestion Name = new("Name", []) { Field = new FormField(FieldKind.Text) { Required = true, Least = 2, Most = 4 } };
    private static readonly ChoiceQuestion Count = new("Count", []) { Field = new FormField(FieldKind.WholeNumber) { Most = 9 } };
    private static readonly ChoiceQuestion Colours = new("Colours", [new("red"), new("blue")], MultiSelect: true) { Field = new FormField(FieldKind.Text) { Most = 1 } };

    private static string? Complaint(params (string Question, string[] Said)[] answers) => ChoiceAnswers.ComplaintAbout(
        answers.ToImmutableSortedDictionary(static answer => answer.Question, static answer => answer.Said.ToImmutableList(), StringComparer.Ordinal), [Name, Count, Colours]);

    [Fact]
    public void May_be_left_out_where_they_say_so()
    {
        Assert.Null(Complaint(("Name", ["Lee"])));
        Assert.Equal("\"Name\" has no answer.", Complaint(("Count", ["1"])));
    }

    [Theory]
    [InlineData("Count", "1.5", "\"1.5\" is no whole number, which \"Count\" asks for.")]
    [InlineData("Count", "many", "\"many\" is no whole number, which \"Count\" asks for.")]
    [InlineData("Count", "10", "\"Count\" takes at most 9, not 10.")]
    [InlineData("Colours", "green", "\"green\" is none of the options of \"Colours\".")]
    public void Take_only_what_they_ask_for(string field, string said, string complaint) => Assert.Equal(complaint, Complaint(("Name", ["Lee"]), (field, [said])));

    [Fact]
    public void Have_limits()
    {
        Assert.Equal("\"Name\" takes 2 to 4 characters, not 5.", Complaint(("Name", ["Ernie"])));
        Assert.Equal("\"Colours\" takes at most 1 options, not 2.", Complaint(("Name", ["Lee"]), ("Colours", ["red", "blue"])));
    }

    [Fact]
    public void Are_nobody_s_to_fill_in_when_no_turn_runs()
    {
        var life = new Life();
        life.Run();
        life.Finish(null);
        life.Say(Life.Question() with { Kind = QuestionKind.Form });
        Assert.Equal("The turn is over.", Assert.Single(life.Events.OfType<AgentRequestDeclined>()).Reason);
        Assert.Equal(InputKind.Reply, life.Events.OfType<ProcessInput>().Last().Piece.Kind);
        Assert.Empty(life.State.Requests);
    }

    [Theory]
    [InlineData(QuestionKind.Permission, 0)]
    [InlineData(QuestionKind.Form, 1)]
    public void Come_from_a_server_so_a_no_that_ends_the_turn_must_be_said_to_the_agent_too(QuestionKind kind, int interrupts)
    {
        var life = new Life();
        life.Run();
        life.Say(Life.Question() with { Kind = kind });
        life.Decide(new ResolveRequest(life.State.Requests[0].Id, PermissionDecision.Deny, null, "owner") { EndTurn = true });
        Assert.Equal(interrupts, life.Events.OfType<ProcessInput>().Count(static written => written.Piece.Kind == InputKind.Interrupt));
    }
}
