using System.Text.Json;
using Steward.ClaudeCode.Tests.Support;
using Steward.EndToEnd.Tests.Support;

namespace Steward.ClaudeCode.Tests.Sessions;

public sealed class ForkTests(ClaudeUnderTest steward) : IClassFixture<ClaudeUnderTest>
{
    private HttpApi Api => steward.Api;

    [Fact]
    public async Task A_fork_begins_with_the_conversation_under_a_name_of_its_own_and_both_go_on()
    {
        var id = await Api.CreateAsync();
        await Api.EndAsync(id, await Api.SubmitAsync(id, "[[text:the first thing]]"));
        var fork = (await Api.PostAsync($"/v3/sessions/{id}/fork")).Json.Text("id");
        Assert.Equal("turn.done", (await Api.EndAsync(fork, await Api.SubmitAsync(fork, "[[text:another way]]"))).Event);
        Assert.Equal("turn.done", (await Api.EndAsync(id, await Api.SubmitAsync(id, "[[text:straight on]]"))).Event);

        var (original, copy) = (Conversation(await Api.SessionAsync(id)), Conversation(await Api.SessionAsync(fork)));
        Assert.Contains("the first thing", copy, StringComparison.Ordinal);
        Assert.Contains("another way", copy, StringComparison.Ordinal);
        Assert.DoesNotContain("straight on", copy, StringComparison.Ordinal);
        Assert.DoesNotContain("another way", original, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_picture_is_taken_with_the_words()
    {
        var id = await Api.CreateAsync();
        const string picture = "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAIAAACQd1PeAAAADElEQVR4nGP4z8AAAAMBAQDJ/pLvAAAAAElFTkSuQmCC";
        var reply = await Api.PostAsync($"/v3/sessions/{id}/turns", JsonSerializer.Serialize(new { content = "[[text:a red dot]]", images = new[] { new { data = picture } } }));
        Assert.Equal("turn.done", (await Api.EndAsync(id, reply.Json.Text("turnId"))).Event);
        Assert.Contains("\"image/png\"", Conversation(await Api.SessionAsync(id)), StringComparison.Ordinal);
    }

    private string Conversation(JsonElement session) => string.Join('\n', Directory.EnumerateFiles(
        Path.Combine(steward.ClaudeHome, ".claude", "projects"), $"{session.Text("runtimeSessionId")}.jsonl", SearchOption.AllDirectories).SelectMany(File.ReadLines));
}
