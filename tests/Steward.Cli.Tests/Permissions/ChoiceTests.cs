using System.Text.Json;
using Steward.Cli.Permissions;
using Steward.Cli.Terminals;
using Steward.Protocol.Permissions;

namespace Steward.Cli.Tests.Permissions;

public sealed class ChoiceTests
{
    private static readonly DateTimeOffset Now = new(2026, 1, 2, 3, 4, 5, TimeSpan.Zero);
    private static readonly ChoiceQuestionView Colour = new("Which colour?", [new("Red", "like fire"), new("Green"), new("No")], "Colour");
    private static readonly ChoiceQuestionView Sizes = new("Which sizes?", [new("Small"), new("Large")], MultiSelect: true);

    private static PermissionQuestion Question(string kind, params IReadOnlyList<ChoiceQuestionView> questions) =>
        new("perm_1", "choose", JsonDocument.Parse("""{"plan":"this, then that"}""").RootElement, null, Now.AddMinutes(15), kind, questions);

    [Fact]
    public void Every_question_stands_there_with_its_numbered_options()
    {
        var text = Question("choice", Colour, Sizes).Text(new Style(false), Now);
        Assert.StartsWith(
            "? choose asks what you want\n    [Colour] Which colour?\n      1) Red: like fire\n      2) Green\n      3) No\n    Which sizes? (several, with commas)\n      1) Small\n",
            text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("2", "Green")]
    [InlineData("green", "Green")]
    [InlineData("no", "No")]
    [InlineData("none of these", "none of these")]
    [InlineData("7", "7")]
    [InlineData("1,2", "1,2")]
    public void An_answer_is_a_number_a_label_or_words_of_ones_own(string line, string chosen)
    {
        var question = Question("choice", Colour);
        Assert.Equal(ReplyKind.Choose, PermissionReply.Parse(line, question)?.Kind);
        Assert.Equal([chosen], question.Answers!["Which colour?"]);
    }

    [Fact]
    public void Questions_are_answered_one_after_the_other()
    {
        var question = Question("choice", Colour, Sizes);
        Assert.NotNull(PermissionReply.Parse("1", question));
        Assert.Null(question.Answers);
        Assert.Contains("Which sizes?", question.Prompt, StringComparison.Ordinal);
        Assert.NotNull(PermissionReply.Parse("2, small", question));
        Assert.Equal(["Red"], question.Answers!["Which colour?"]);
        Assert.Equal(["Large", "Small"], question.Answers["Which sizes?"]);
    }

    [Fact]
    public void No_and_stop_are_no_answers_where_no_option_says_so()
    {
        Assert.Equal(ReplyKind.Deny, PermissionReply.Parse("no", Question("choice", Sizes))?.Kind);
        Assert.Equal((ReplyKind.Deny, true), PermissionReply.Parse("s", Question("choice", Sizes)) is { } reply ? (reply.Kind, reply.EndTurn) : default);
    }

    [Theory]
    [InlineData("y", ReplyKind.Allow, null)]
    [InlineData("n", ReplyKind.Deny, null)]
    [InlineData("that first, please", ReplyKind.Deny, "that first, please")]
    [InlineData("always", ReplyKind.Deny, "always")]
    internal void To_a_plan_all_but_yes_and_no_is_what_shall_change(string line, ReplyKind kind, string? reason) =>
        Assert.Equal(new PermissionReply(kind) { Reason = reason }, PermissionReply.Parse(line, Question("plan")));

    [Theory]
    [InlineData("n use printf", false, "use printf")]
    [InlineData("s", true, null)]
    [InlineData("s this goes nowhere", true, "this goes nowhere")]
    public void A_denial_may_say_why_and_may_end_the_turn(string line, bool endTurn, string? reason)
    {
        var reply = PermissionReply.Parse(line, Question("permission"))!;
        Assert.Equal((ReplyKind.Deny, endTurn, reason), (reply.Kind, reply.EndTurn, reply.Reason));
    }

    [Fact]
    public void What_is_too_long_to_judge_is_not_answered_before_it_was_shown()
    {
        var question = Question("choice", Colour with { Question = new string('q', 5000) });
        Assert.Null(PermissionReply.Parse("1", question));
        Assert.Equal(ReplyKind.ShowFull, PermissionReply.Parse("f", question)?.Kind);
        _ = question.ShowFull();
        Assert.Equal(ReplyKind.Choose, PermissionReply.Parse("1", question)?.Kind);
    }
}
