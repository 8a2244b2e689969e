using System.Text.Json;
using Steward.Cli.Permissions;
using Steward.Cli.Terminals;
using Steward.Protocol.Permissions;

namespace Steward.Cli.Tests.Permissions;

public sealed class FormQuestionTests
{
    private static readonly DateTimeOffset Now = new(2026, 1, 2, 3, 4, 5, TimeSpan.Zero);
    private static readonly ChoiceQuestionView Milk = new("Milk", [new("yes"), new("no")]) { Field = new FormFieldView("yes_no") { Required = true } };
    private static readonly ChoiceQuestionView Note = new("Note", []) { Hint = "may be left out\nand more", Field = new FormFieldView("text") };

    private static PermissionQuestion Question(string kind, string? address, params IReadOnlyList<ChoiceQuestionView> fields) =>
        new("perm_1", "mcp__asker", JsonDocument.Parse("{}").RootElement, "First\nhttps://other.example", Now.AddMinutes(15), kind, fields, address);

    [Fact]
    public void A_form_stands_there_with_its_fields_and_nothing_in_it_passes_for_another_line()
    {
        var text = Question("form", null, Milk, Note).Text(new Style(false), Now);
        Assert.StartsWith(
            "? mcp__asker asks you to fill in a form\n    it says: First\n      https://other.example\n    Milk\n      1) yes\n      2) no\n    Note\n      may be left out\n        and more\n",
            text, StringComparison.Ordinal);
    }

    [Fact]
    public void Its_fields_are_filled_in_one_after_the_other_and_one_can_be_left_out()
    {
        var question = Question("form", null, Milk, Note);
        Assert.NotNull(PermissionReply.Parse("n", question));
        Assert.Null(question.Answers);
        Assert.Contains("- leaves it out", question.Prompt, StringComparison.Ordinal);
        Assert.Equal(ReplyKind.Choose, PermissionReply.Parse("-", question)?.Kind);
        Assert.Equal(["Milk"], question.Answers!.Keys);
        Assert.Equal(["no"], question.Answers["Milk"]);
        question.BeginAnew();
        Assert.Null(question.Answers);
    }

    [Fact]
    public void An_address_comes_before_what_is_said_of_it_and_is_never_remembered()
    {
        var question = Question("link", "https://example.com/login");
        Assert.Contains("\n    https://example.com/login\n    an address of example.com;", question.Text(new Style(false), Now), StringComparison.Ordinal);
        Assert.Equal(ReplyKind.Allow, PermissionReply.Parse("y", question)?.Kind);
        Assert.Null(PermissionReply.Parse("always", question));
    }

    [Fact]
    public void A_form_without_fields_is_a_yes_or_no()
    {
        Assert.Equal(ReplyKind.Allow, PermissionReply.Parse("y", Question("form", null))?.Kind);
        Assert.Equal(ReplyKind.Deny, PermissionReply.Parse("n", Question("form", null))?.Kind);
    }
}
