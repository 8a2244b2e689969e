using System.Text;
using System.Text.Json;
using Steward.Domain.Agents;
using Steward.Domain.Permissions;
using Steward.Domain.Processes;
using Steward.Domain.Turns;
using Steward.Runtimes.ClaudeCode;

namespace Steward.Runtimes.Tests.ClaudeCode;

public sealed class A_turn_of_claude
{
    [Fact]
    public void Is_streamed_and_then_kept_whole_and_ends_with_its_usage()
    {
        var reports = Claude.Read(
            Claude.Queued, Claude.Started, Claude.Init, Claude.Start, Claude.Words("o"), Claude.Words("ne"), Claude.Text("one"), Claude.Done, Claude.Lifecycle("completed"));

        Assert.Equal(
            [
                new AgentReady(Claude.Conversation),
                new AgentNote("These MCP servers could not be reached: down.")
                {
                    Kind = FailureKind.Mcp,
                    Fix = "Check the program or the address of each: under mcpServers of the agent in config.json, or in Claude Code's own settings.",
                },
                new AgentWords("o"),
                new AgentWords("ne"),
                new AgentMessage("one"),
                new AgentFinished(Claude.Turn, null, new TurnUsage(132, 6, 0.75) { CachedTokens = 30 }),
            ],
            reports);
    }

    [Fact]
    public void Says_what_does_not_change_once()
    {
        var reports = Claude.Read(Claude.Init, Claude.Init);
        Assert.Equal(2, reports.Count);
    }

    [Fact]
    public void Begins_its_answer_anew_when_a_request_broke_off() => Assert.Equal(
        "one two", RunningAgent.TextOf(Claude.Read(Claude.Started, Claude.Start, Claude.Words("one t"), Claude.Start, Claude.Words("one two"), Claude.Text("one two"), Claude.Done)));

    [Fact]
    public void Is_not_ended_by_the_turn_that_background_work_makes()
    {
        var reports = Claude.Read(
            Claude.Started, """{"type":"result","subtype":"success","is_error":false,"origin":{"kind":"task-notification"},"result":"the task is done"}""");

        Assert.Empty(reports.OfType<AgentFinished>());
        Assert.Contains("the task is done", Assert.Single(reports.OfType<AgentNote>()).Text, StringComparison.Ordinal);
    }

    [Fact]
    public void Of_its_own_has_a_beginning_its_words_and_an_end()
    {
        const string ownInit = """{"type":"system","subtype":"init","session_id":"00000000-0000-4000-8000-00000000c0de"}""";
        var reports = Claude.Read(
            Claude.Started, Claude.Init, Claude.Done, Claude.Lifecycle("completed"),
            ownInit, Claude.Start, Claude.Words("the task"), Claude.Text("the task"),
            """{"type":"result","subtype":"success","is_error":false,"origin":{"kind":"task-notification"},"result":"the task"}""");

        var began = Assert.Single(reports.OfType<AgentBegan>());
        Assert.Equal(began.Turn, reports.OfType<AgentFinished>().Last().Turn);
        Assert.NotEqual(Claude.Turn, began.Turn);
        Assert.Contains(reports.SkipWhile(static report => report is not AgentBegan), static report => report is AgentMessage { Text: "the task" });
    }

    [Fact]
    public void That_was_stopped_is_interrupted() => Assert.Equal(
        FailureKind.Interrupted,
        Claude.End(Claude.Read(Claude.Started, Claude.Failed("\"terminal_reason\":\"aborted_streaming\""), Claude.Lifecycle("cancelled"))).Failure?.Kind);

    [Fact]
    public void That_was_withdrawn_before_it_began_ends_too() =>
        Assert.Equal(FailureKind.Interrupted, Claude.End(Claude.Read(Claude.Queued, Claude.Lifecycle("cancelled"))).Failure?.Kind);

    [Fact]
    public void That_had_been_answered_before_a_crash_ends_with_that_answer()
    {
        var interpreter = Claude.Open(replyTo: (conversation, message) =>
            (conversation.ToString(), message.ToString()) == (Claude.Conversation, Claude.Message) ? new PastReply(["the answer of before"], null) : null);
        var reports = Claude.Read(interpreter, [Claude.Lifecycle("completed")]);

        Assert.Equal("the answer of before", RunningAgent.TextOf(reports));
        Assert.Equal(new AgentFinished(Claude.Turn, null, TurnUsage.None), Claude.End(reports));
    }

    [Fact]
    public void That_went_on_while_nobody_could_answer_it_says_what_did_not_happen()
    {
        var reports = Claude.Read(Claude.Open(replyTo: static (_, _) => new PastReply(["I could not."], null) { Unanswered = 2 }), [Claude.Lifecycle("completed")]);
        Assert.Contains(reports.OfType<AgentNote>(), static note => note.Text.Contains("2 uses of tools did not happen", StringComparison.Ordinal));
    }

    [Fact]
    public void That_had_been_heard_in_part_says_only_the_rest()
    {
        var interpreter = Claude.Open(replyTo: static (_, _) => new PastReply(["first", "second", "first"], null), heard: "firstsecond");
        Assert.Equal("first", RunningAgent.TextOf(Claude.Read(interpreter, [Claude.Lifecycle("completed")])));
    }

    [Fact]
    public void That_had_failed_before_a_crash_ends_with_that_failure()
    {
        var interpreter = Claude.Open(replyTo: static (_, _) => new PastReply(["Credit balance is too low"], "billing_error"));
        var reports = Claude.Read(interpreter, [Claude.Lifecycle("completed")]);

        Assert.Equal(FailureKind.OutOfCredits, Claude.End(reports).Failure?.Kind);
        Assert.Equal("", RunningAgent.TextOf(reports));
    }

    [Fact]
    public void Whose_answer_is_not_found_any_more_says_so() =>
        Assert.Contains("not found", Assert.Single(Claude.Read(Claude.Lifecycle("completed")).OfType<AgentNote>()).Text, StringComparison.Ordinal);

    [Fact]
    public void Uses_tools_whose_time_is_that_of_its_own_lines()
    {
        var reports = Claude.Read(
            """{"type":"assistant","timestamp":"2026-11-21T05:02:57.931Z","message":{"content":[{"type":"tool_use","id":"t1","name":"Bash","input":{"command":"ls"}}]},"parent_tool_use_id":null}""",
            """{"type":"user","timestamp":"2026-11-21T05:02:58.962Z","message":{"role":"user","content":[{"tool_use_id":"t1","type":"tool_result","content":[{"type":"text","text":"a"},{"type":"image"}],"is_error":false}]}}""");

        Assert.Equal([new AgentToolStarted("t1", "Bash", new("""{"command":"ls"}""")), new AgentToolEnded("t1", "Bash", true, "a\n(image)", 1031)], reports);
    }

    [Fact]
    public void Does_not_mix_the_words_of_its_helpers_into_its_answer()
    {
        var reports = Claude.Read(
            Claude.Started, Claude.Words("me").Replace("null", "\"t1\"", StringComparison.Ordinal), Claude.Text("helper").Replace(":null", ":\"t1\"", StringComparison.Ordinal), Claude.Done);
        Assert.Equal("", RunningAgent.TextOf(reports) + RunningAgent.WordsOf(reports));
        Assert.Equal([new AgentHelperSaid("t1", "helper")], reports.OfType<AgentHelperSaid>());
    }

    [Fact]
    public void Passes_on_what_it_does_not_know_and_notes_what_is_no_json()
    {
        var reports = Claude.Read("""{"type":"dance","steps":[1,2]}""", "Segmentation fault?", "[1]", "");
        Assert.Equal("""{"type":"dance","steps":[1,2]}""", Assert.IsType<AgentRaw>(reports[0]).Message.Text);
        Assert.Equal([typeof(AgentRaw), typeof(AgentNote), typeof(AgentNote)], reports.Select(static report => report.GetType()));
    }

    [Fact]
    public void Shows_that_it_tries_again() => Assert.Equal(
        [new AgentRetries(1, 10, 596, "overloaded, HTTP 529")],
        Claude.Read("""{"type":"system","subtype":"api_retry","attempt":1,"max_retries":10,"retry_delay_ms":596,"error_status":529,"error":"overloaded"}"""));

    [Fact]
    public void Says_how_full_its_context_is_and_not_what_its_helpers_read()
    {
        const string said = """{"type":"assistant","parent_tool_use_id":PARENT,"message":{"model":"claude-opus-5-5","content":[],"usage":{"input_tokens":10,"cache_read_input_tokens":200}}}""";
        var end = Claude.End(Claude.Read(
            Claude.Started,
            said.Replace("PARENT", "null", StringComparison.Ordinal),
            said.Replace("PARENT", "\"t1\"", StringComparison.Ordinal).Replace("200", "900", StringComparison.Ordinal),
            Claude.Done.Replace("\"type\"", "\"modelUsage\":{\"claude-opus-5-5\":{\"contextWindow\":1000000}},\"type\"", StringComparison.Ordinal)));

        Assert.Equal(("claude-opus-5-5", 210L, 1000000L), (end.Usage.Model, end.Usage.ContextTokens, end.Usage.ContextWindow));
    }

    [Fact]
    public void That_could_not_start_says_why()
    {
        var interpreter = Claude.Open();
        var reports = new List<AgentReport>();
        interpreter.Read(OutputStream.Error, "--dangerously-skip-permissions cannot be used with root/sudo privileges"u8, truncated: false, reports);
        interpreter.ReadEnd(new ProcessExit(1, null), reports);
        Assert.Equal((FailureKind.Spawn, "start-failed"), (Claude.End(reports).Failure!.Kind, Claude.End(reports).Failure!.Code));
    }

    [Fact]
    public void Is_sent_with_its_uuid_as_one_line_of_json()
    {
        var sent = Claude.Open().Message(new UserMessage(Claude.Turn, "two\nlines \u2028 \"ü\"") { Attempt = 2 });
        var line = Encoding.UTF8.GetString(sent.Bytes.Span);
        using var json = JsonDocument.Parse(line);

        Assert.Equal(line.Length - 1, line.IndexOf('\n'));
        Assert.Equal(Claude.Message, json.RootElement.GetProperty("uuid").GetString());
        Assert.Equal("two\nlines \u2028 \"ü\"", json.RootElement.GetProperty("message").GetProperty("content")[0].GetProperty("text").GetString());
        Assert.False(sent.Last);
    }
}
