using System.Collections.Immutable;
using System.Text;
using System.Text.Json;
using Steward.Domain.Agents;
using Steward.Domain.Events;
using Steward.Domain.Permissions;

namespace Steward.Runtimes.Tests.ClaudeCode;

/// <summary>What a server of tools asks its user for: shown whole and answered exactly, or declined.</summary>
public sealed class Forms_of_claude
{
    private const string Fields = """
        "size":{"type":"string","title":"Size","description":"of the cup","oneOf":[{"const":"s","title":"Small"},{"const":"l","title":"Large"}],"default":"l"},
        "count":{"type":"number","minimum":0.5},
        "extras":{"type":"array","items":{"type":"string","enum":["milk","sugar","lemon"]},"maxItems":2},
        "note":{"type":"string","maxLength":9,"format":"date"}
        """;

    private static string Form(string properties, string more = "") =>
        $$$"""{"subtype":"elicitation","mcp_server_name":"asker","message":"Hm?","mode":"form","requested_schema":{"type":"object","properties":{{{{properties}}}}{{{more}}}}}""";

    private static string Link(string url) => $$"""{"subtype":"elicitation","mcp_server_name":"asker","message":"Hm?","mode":"url","url":{{JsonSerializer.Serialize(url)}}}""";

    private static AgentReport Read(string request) =>
        Assert.Single(Claude.Read($$$"""{"type":"control_request","request_id":"r1","request":{{{request.Replace("\n", "", StringComparison.Ordinal)}}}}"""));

    private static AgentAsked Asked(string request) => Assert.IsType<AgentAsked>(Read(request));

    private static string AnswerTo(AgentAsked asked, PermissionDecision decision, params (string Question, string[] Said)[] answers) =>
        JsonDocument.Parse(Encoding.UTF8.GetString(Claude.Open().Answer(new AgentAnswer("r1", decision, asked.Input.Text)
        {
            Kind = asked.Kind,
            Answers = answers.ToImmutableSortedDictionary(static answer => answer.Question, static answer => answer.Said.ToImmutableList(), StringComparer.Ordinal),
        }).Bytes.Span)).RootElement.GetProperty("response").GetProperty("response").GetRawText();

    [Fact]
    public void Have_each_field_with_what_must_be_known_to_fill_it_in()
    {
        var asked = Asked(Form(Fields, ""","required":["size","count"]"""));
        Assert.Equal((QuestionKind.Form, new PermissionSubject("mcp__asker"), "Hm?"), (asked.Kind, asked.Subject, asked.Description));
        Assert.Equal(
            ["Size (size): of the cup; left out, it is Large", "count (): a number; at least 0.5", "extras (): at most 2 options; may be left out", "note (): at most 9 characters; format: date; may be left out"],
            asked.Questions!.Select(static field => $"{field.Question} ({field.Header}): {field.Hint}"));
        Assert.Equal(["Small", "Large"], asked.Questions![0].Options.Select(static option => option.Label));
        Assert.Equal([false, true, false, false], asked.Questions!.Select(static field => field.Field!.Required));
    }

    [Fact]
    public void Are_answered_with_values_of_the_kinds_that_were_asked_for()
    {
        var asked = Asked(Form(Fields));
        Assert.Equal(
            """{"action":"accept","content":{"size":"s","count":1.5,"extras":["sugar","milk"]}}""",
            AnswerTo(asked, PermissionDecision.Allow, ("Size", ["Small"]), ("count", ["1.5"]), ("extras", ["sugar", "milk"])));
        Assert.Equal("""{"action":"accept","content":{"size":"l"}}""", AnswerTo(asked, PermissionDecision.Allow));
        Assert.Equal("""{"action":"decline"}""", AnswerTo(asked, PermissionDecision.Deny));
    }

    [Fact]
    public void Have_the_name_of_a_field_where_two_have_the_same_title() => Assert.Equal(
        ["a", "b"], Asked(Form("""  "a":{"type":"string","title":"b"},"b":{"type":"string"}  """)).Questions!.Select(static field => field.Question));

    [Fact]
    public void Without_a_field_are_a_yes_or_no()
    {
        var asked = Asked(Form(""));
        Assert.Empty(asked.Questions!);
        Assert.Equal("""{"action":"accept","content":{}}""", AnswerTo(asked, PermissionDecision.Allow));
    }

    [Fact]
    public void May_be_an_address_to_open()
    {
        var asked = Asked(Link("https://example.com/a?b"));
        Assert.Equal((QuestionKind.Link, "https://example.com/a?b"), (asked.Kind, asked.Address));
        Assert.Equal("""{"action":"accept"}""", AnswerTo(asked, PermissionDecision.Allow));
        Assert.Equal("""{"action":"decline"}""", AnswerTo(asked, PermissionDecision.Deny));
    }

    [Theory]
    [InlineData("file:///etc/passwd")]
    [InlineData("javascript:alert(1)")]
    [InlineData("https://example.com@evil.example/")]
    [InlineData("https://ex\u0430mple.com/")]
    [InlineData("https://example.com/ a")]
    [InlineData("/login")]
    public void Are_declined_when_their_address_is_not_where_it_seems_to_lead(string url) => Assert.IsType<AgentDeclined>(Read(Link(url)));

    [Theory]
    [InlineData("""  "a":{"type":"object","properties":{}}  """)]
    [InlineData("""  "a":{"type":"string"},"a":{"type":"number"}  """)]
    [InlineData("""  "a":{"type":"string","not":{"const":"b"}}  """)]
    [InlineData("""  "a":{"type":"string","enum":["b",1]}  """)]
    [InlineData("""  "a":{"type":"number","enum":[1,2]}  """)]
    [InlineData("""  "a":{"type":"array","items":{"type":"string"}}  """)]
    [InlineData("""  "a":{}  """)]
    public void Are_declined_when_a_field_cannot_be_shown_as_it_is(string properties) => Assert.IsType<AgentDeclined>(Read(Form(properties)));

    [Fact]
    public void Are_declined_when_they_are_too_large() => Assert.IsType<AgentDeclined>(Read(Form($$"""  "a":{"type":"string","description":"{{new string('x', 50_000)}}"}  """)));
}
