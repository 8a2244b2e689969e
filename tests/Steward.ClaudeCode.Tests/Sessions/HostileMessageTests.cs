using System.Text.Json;
using Steward.ClaudeCode.Tests.Support;
using Steward.EndToEnd.Tests.Support;

namespace Steward.ClaudeCode.Tests.Sessions;

/// <summary>What a message, or an answer, may hold and must not do.</summary>
public sealed class HostileMessageTests(ClaudeUnderTest steward) : IClassFixture<ClaudeUnderTest>
{
    private const string Mark = "mark-of-a-message";

    private static readonly string[] Messages =
    [
        "-v", "--help", "--resume x", "-- -rf /", "$(id)", "`id`", "\n--model\nx", "; id", "'\"\\", "\u2028\u202E\u0007\e[2J", "{\"type\":\"user\"}", "@/etc/passwd", new('-', 100_000),
    ];

    private HttpApi Api => steward.Api;

    [Fact]
    public async Task A_message_arrives_as_it_is_and_never_in_an_argument_or_a_variable()
    {
        var id = await Api.CreateAsync("""{"title":"--title","metadata":{"--meta":"-rf /"}}""");
        Assert.Equal("turn.done", (await Api.EndAsync(id, await Api.SubmitAsync(id, "[[text:first]]"))).Event);
        var first = await steward.ArgumentsAsync(id);
        foreach (var message in Messages)
            Assert.Equal("turn.done", (await Api.EndAsync(id, await Api.SubmitAsync(id, $"{Mark} {message} [[text:heard]]"))).Event);

        Assert.Equal(first, await steward.ArgumentsAsync(id));
        Assert.DoesNotContain(first, static argument => argument.Contains("--title", StringComparison.Ordinal) || argument.Contains("--meta", StringComparison.Ordinal));
        Assert.All(Processes.Of(steward.Home.Root), static pid => Assert.DoesNotContain(Mark, Processes.CommandLine(pid) + Processes.Read(pid, "environ"), StringComparison.Ordinal));
        Assert.Equal(Messages.Select(static message => $"{Mark} {message} [[text:heard]]"), Heard());
    }

    [Fact]
    public async Task A_message_that_kills_its_agent_each_time_fails_each_time_and_harms_no_other_session()
    {
        var (poisoned, other) = (await Api.CreateAsync(), await Api.CreateAsync());
        for (var time = 1; time <= 3; time++)
        {
            Assert.Equal("turn.done", (await Api.EndAsync(poisoned, await Api.SubmitAsync(poisoned, "[[text:alive]]"))).Event);
            var pid = (await Api.SessionAsync(poisoned)).GetProperty("pid").GetInt32();
            var turn = await Api.SubmitAsync(poisoned, Command($"kill -9 {pid}"));
            await AllowAsync(poisoned);
            var end = await Api.EndAsync(poisoned, turn);
            Assert.Equal(("turn.error", "agent-exited"), (end.Event, end.Payload.GetProperty("code").GetString()));
            Assert.Equal("turn.done", (await Api.EndAsync(other, await Api.SubmitAsync(other, "[[text:unharmed]]"))).Event);
        }
        Assert.Single(await Api.EventsAsync(other), static happened => happened.Event == "process.started");
        Assert.Equal(3, (await Api.EventsAsync(poisoned)).Count(static happened => happened.Event == "process.started"));
    }

    [Fact]
    public async Task A_command_that_prints_without_end_costs_its_own_turn_at_most()
    {
        var id = await Api.CreateAsync();
        var turn = await Api.SubmitAsync(id, Command("head -c 30000000 /dev/zero | tr '\\0' x"));
        await AllowAsync(id);
        Assert.Contains((await Api.EndAsync(id, turn)).Event, SessionApi.StopEvents);
        Assert.Equal("turn.done", (await Api.EndAsync(id, await Api.SubmitAsync(id, "[[text:still here]]"))).Event);
        Assert.True((await Api.EventsAsync(id)).Sum(static happened => happened.Raw.Length) < 4 << 20, "the journal holds all of it");
    }

    [Fact]
    public async Task What_an_agent_says_cannot_speak_to_the_terminal()
    {
        const string escapes = "\e]52;c;Y3VybA==\a \e[2J \u009B31m \u202Edaer";
        var ran = await steward.RunAsync("do", "--dir", steward.Workspace, $"[[text:before {escapes} after]]");
        Assert.True(ran.ExitCode == 0, ran.Error);
        Assert.Contains("before", ran.Out, StringComparison.Ordinal);
        Assert.DoesNotContain(ran.Out + ran.Error, static letter => letter is '\e' or '\a' or '\u009B' or '\u202E');
    }

    private static string Command(string command) => $"[[tool:Bash:{JsonSerializer.Serialize(new { command, description = "scripted" })}]]";

    private async Task AllowAsync(string session)
    {
        var reply = await Api.PostAsync($"/v3/sessions/{session}/permissions/{await Api.QuestionAsync(session)}", """{"decision":"allow"}""");
        Assert.True(reply.Status == System.Net.HttpStatusCode.OK, reply.Text);
    }

    /// <summary>The messages of the test, as the agent itself wrote them down.</summary>
    private IEnumerable<string> Heard() =>
        from line in steward.Transcript()
        let record = JsonDocument.Parse(line).RootElement
        where record.GetProperty("type").GetString() == "user"
        let content = record.GetProperty("message").GetProperty("content")
        let text = content.ValueKind == JsonValueKind.String ? content.GetString()! : TextOf(content)
        where text.StartsWith(Mark, StringComparison.Ordinal)
        select text;

    private static string TextOf(JsonElement content) => content[0].TryGetProperty("text", out var text) ? text.GetString()! : "";
}
