using System.Text.Json;
using Steward.Runtimes.ClaudeCode;

namespace Steward.Runtimes.Tests.ClaudeCode;

public sealed class The_conversation_of_claude : IDisposable
{
    private readonly TemporaryHome _home = new();

    public void Dispose() => _home.Dispose();

    private LaunchContext Context(string? conversation = null) => _home.Context() with
    {
        Conversation = conversation,
        Environment = new Dictionary<string, string> { ["HOME"] = _home.AgentHome, ["PATH"] = "/bin" },
    };

    private static string[] Naming(LaunchPlan plan) => [.. plan.Command.SkipWhile(static word => word is not ("--session-id" or "--resume")).Take(2)];

    private string[] Plan(string? conversation = null) => Naming(new ClaudeRuntime().Plan(Context(conversation)));

    private void Write(string conversation, params string[] records)
    {
        var folder = Directory.CreateDirectory(Path.Combine(_home.AgentHome, ".claude", "projects", "-w"));
        File.AppendAllLines(Path.Combine(folder.FullName, $"{conversation}.jsonl"), records);
    }

    private static string User(string uuid, string text) =>
        JsonSerializer.Serialize(new { type = "user", uuid, message = new { role = "user", content = new[] { new { type = "text", text } } } });

    private static string Assistant(string text, string? error = null) =>
        JsonSerializer.Serialize(new { type = "assistant", uuid = Guid.NewGuid(), error, message = new { content = new object[] { new { type = "text", text } } } });

    [Fact]
    public void Is_named_by_us_and_by_every_daemon_alike()
    {
        Assert.Equal("--session-id", Plan()[0]);
        Assert.Equal(Plan(), Plan());
        Assert.NotEqual(Plan(), Naming(new ClaudeRuntime().Plan(Context() with { SessionId = "sess_1" })));
    }

    [Fact]
    public void Is_resumed_when_it_began_although_nobody_heard_of_it()
    {
        var id = Plan()[1];
        Write(id, User(Claude.Message, "hello"));
        Assert.Equal(["--resume", id], Plan());
    }

    [Fact]
    public void Gets_another_name_when_its_process_died_before_the_first_message()
    {
        var id = Plan()[1];
        Write(id, """{"type":"queue-operation","operation":"enqueue"}""");
        Assert.Equal("--session-id", Plan()[0]);
        Assert.NotEqual(id, Plan()[1]);
    }

    [Fact]
    public void That_is_known_is_resumed()
    {
        Write(Claude.Conversation, User(Claude.Message, "hello"));
        Assert.Equal(["--resume", Claude.Conversation], Plan(Claude.Conversation));
    }

    [Fact]
    public void Begins_anew_when_its_process_died_before_it_wrote_anything_down() =>
        Assert.Equal(["--session-id", Claude.Conversation], Plan(Claude.Conversation));

    [Fact]
    public void That_was_lost_is_not_begun_anew_in_silence() =>
        Assert.Equal(["--resume", Claude.Conversation], Naming(new ClaudeRuntime().Plan(Context(Claude.Conversation) with { HasAnswered = true })));

    [Fact]
    public void Is_looked_into_for_the_answer_to_one_message()
    {
        var transcripts = new Transcripts(Path.Combine(_home.AgentHome, ".claude"));
        var (first, second) = (Guid.NewGuid(), Guid.NewGuid());
        Write(Claude.Conversation, User($"{first}", "a"), Assistant("No response requested."), User($"{first}", "a"), Assistant("one"),
            """{"type":"user","uuid":"x","message":{"content":[{"type":"tool_result","content":"r"}]}}""", Assistant("two"),
            User($"{second}", "b"), Assistant("Credit balance is too low", "billing_error"), "{\"type\":\"assistant\",\"mess");

        Assert.Equal(["one", "two"], transcripts.ReplyTo(Guid.Parse(Claude.Conversation), first)?.Texts);
        Assert.Null(transcripts.ReplyTo(Guid.Parse(Claude.Conversation), first)?.Error);
        Assert.Equal("billing_error", transcripts.ReplyTo(Guid.Parse(Claude.Conversation), second)?.Error);
        Assert.Null(transcripts.ReplyTo(Guid.Parse(Claude.Conversation), Guid.NewGuid()));
        Assert.Null(transcripts.ReplyTo(Guid.NewGuid(), first));
    }

    [Fact]
    public void Tells_how_often_nobody_answered_what_was_asked()
    {
        var (message, other) = (Guid.NewGuid(), Guid.NewGuid());
        const string pending = """{"type":"user","uuid":"x","message":{"content":[{"type":"tool_result","is_error":true,"content":"Tool permission request failed: AbortError: Tool permission stream closed before response received"}]}}""";
        const string after = """{"type":"user","uuid":"y","message":{"content":[{"type":"tool_result","is_error":true,"content":"Tool permission request failed: AbortError: Stream closed"}]}}""";
        Write(Claude.Conversation, User($"{message}", "a"), pending, User($"{message}", "a"), pending, after, Assistant("done"), User($"{other}", "b"), Assistant("done"));

        var transcripts = new Transcripts(Path.Combine(_home.AgentHome, ".claude"));
        Assert.Equal(2, transcripts.ReplyTo(Guid.Parse(Claude.Conversation), message)?.Unanswered);
        Assert.Equal(0, transcripts.ReplyTo(Guid.Parse(Claude.Conversation), other)?.Unanswered);
    }

    [Fact]
    public void Shows_whether_a_turn_was_cut_off()
    {
        const string tool = """{"type":"assistant","uuid":"t","message":{"model":"m","content":[{"type":"tool_use","id":"1","name":"Bash","input":{}}]}}""";
        const string result = """{"type":"user","uuid":"r","message":{"content":[{"type":"tool_result","content":"r"}]}}""";
        const string filler = """{"type":"assistant","uuid":"f","message":{"model":"<synthetic>","content":[{"type":"text","text":"No response requested."}]}}""";
        var transcripts = new Transcripts(Path.Combine(_home.AgentHome, ".claude"));
        var messages = Enumerable.Range(0, 5).Select(static _ => Guid.NewGuid()).ToList();
        Write(Claude.Conversation,
            User($"{messages[0]}", "not begun"),
            User($"{messages[1]}", "asked"), tool,
            User($"{messages[2]}", "between tools"), tool, result, filler,
            User($"{messages[3]}", "finished"), tool, result, Assistant("done"),
            User($"{messages[4]}", "failed"), tool, result, Assistant("Overloaded", "server_error"));

        var replies = messages.ConvertAll(message => transcripts.ReplyTo(Guid.Parse(Claude.Conversation), message)!);
        Assert.Equal([false, true, true, false, false], replies.Select(static reply => reply.IsCutOff));
        Assert.Empty(replies[2].Texts);
    }

    [Fact]
    public void Takes_its_argv_from_the_configuration_alone()
    {
        var options = new AgentOptions { Program = "/opt/claude", Model = "opus", PermissionMode = "plan", SystemPrompt = "Be brief.", Directories = ["/a", "/b c"] };
        var plan = new ClaudeRuntime().Plan(Context(Claude.Conversation) with { HasAnswered = true, Options = options });
        Assert.Equal(
            [
                "/opt/claude", "-p", "--input-format", "stream-json", "--output-format", "stream-json", "--verbose", "--include-partial-messages",
                "--permission-prompt-tool", "stdio", "--resume", Claude.Conversation, "--model", "opus", "--permission-mode", "plan",
                "--append-system-prompt-file", _home.Context().PromptFile, "--system-prompt-snapshot", "off", "--add-dir", "/a", "--add-dir", "/b c",
            ],
            plan.Command);
        Assert.Equal("1", plan.Environment["CLAUDE_CODE_EMIT_SESSION_STATE_EVENTS"]);
        Assert.Equal("Be brief.", PromptOf(plan));
    }

    [Fact]
    public void Is_given_what_the_agent_noted_behind_what_its_owner_says_and_never_by_argv()
    {
        var context = Context(Claude.Conversation) with { Notes = "- the owner likes tea" };
        Assert.Equal("- the owner likes tea", PromptOf(new ClaudeRuntime().Plan(context)));

        var both = new ClaudeRuntime().Plan(context with { Options = new AgentOptions { SystemPrompt = "Be brief." } });
        Assert.Equal("Be brief.\n\n- the owner likes tea", PromptOf(both));
        Assert.DoesNotContain(both.Command, static word => word.Contains("tea", StringComparison.Ordinal) || word.Contains("brief", StringComparison.Ordinal));
        Assert.DoesNotContain("--append-system-prompt-file", new ClaudeRuntime().Plan(Context(Claude.Conversation)).Command);
    }

    private static string PromptOf(LaunchPlan plan) => System.Text.Encoding.UTF8.GetString(Assert.Single(plan.Files).Content.Span);
}
