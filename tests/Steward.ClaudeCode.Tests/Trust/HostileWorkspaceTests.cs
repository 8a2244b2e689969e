using System.Net;
using System.Text.Json;
using Steward.ClaudeCode.Tests.Support;
using Steward.EndToEnd.Tests.Support;

namespace Steward.ClaudeCode.Tests.Trust;

/// <summary>A folder that tells the agent's program what to run. Each test works in one of its own.</summary>
public sealed class HostileWorkspaceTests : IClassFixture<ClaudeUnderTest>, IDisposable
{
    private readonly ClaudeUnderTest _steward;
    private readonly string _folder = Directory.CreateTempSubdirectory("steward-hostile-").FullName;

    public HostileWorkspaceTests(ClaudeUnderTest steward) => _steward = steward;

    private HttpApi Api => _steward.Api;

    private string Settings => Path.Combine(_folder, ".claude", "settings.json");

    private string Mark => Path.Combine(_folder, "ran");

    [Theory]
    [InlineData(".claude/settings.json")]
    [InlineData(".claude/settings.local.json")]
    [InlineData(".claude/commands/any.md")]
    [InlineData(".mcp.json")]
    public async Task No_session_starts_unattended_before_the_folder_is_trusted(string file)
    {
        await WriteAsync(Path.Combine(_folder, file), "{}");
        var inside = Directory.CreateDirectory(Path.Combine(_folder, "deep", "inside")).FullName;
        var refused = await CreateAsync(inside);
        Assert.Equal((HttpStatusCode.Conflict, "untrusted_workspace"), (refused.Status, refused.Code));
        Assert.Contains(file, refused.Text, StringComparison.Ordinal);
        var bg = await _steward.RunAsync("bg", "--dir", inside, "[[text:hello]]");
        Assert.Equal(78, bg.ExitCode);
        Assert.Contains("steward trust", bg.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_is_trusted_runs_and_what_has_changed_since_does_not()
    {
        await WriteAsync(Settings, HookThatLeaves(Mark));
        Assert.Equal(78, (await _steward.RunAsync("trust", _folder)).ExitCode);
        Assert.Equal(0, (await _steward.RunAsync("trust", "--yes", _folder)).ExitCode);
        Assert.Contains(_folder, (await _steward.RunAsync("trust", "list")).Out, StringComparison.Ordinal);
        var id = (await CreateAsync(_folder)).Json.GetProperty("id").GetString()!;
        Assert.Equal("turn.done", (await Api.EndAsync(id, await Api.SubmitAsync(id, "[[text:one]]"))).Event);
        Assert.DoesNotContain("--setting-sources", await _steward.ArgumentsAsync(id));
        if (ClaudeProgram.Real is not null)
            Assert.True(File.Exists(Mark));

        await WriteAsync(Settings, HookThatLeaves(Mark + "-2"));
        Assert.Equal(HttpStatusCode.Conflict, (await CreateAsync(_folder)).Status);
        // The session that had begun is held to it too, at the next start of its process.
        System.Diagnostics.Process.GetProcessById((await Api.SessionAsync(id)).GetProperty("pid").GetInt32()).Kill();
        await Eventually.TrueAsync(() => !Api.SessionAsync(id).Result.TryGetProperty("pid", out _), () => "Its process is still there.");
        var end = await Api.EndAsync(id, await Api.SubmitAsync(id, "[[text:two]]"));
        Assert.Equal(("turn.error", "untrusted-workspace", "permission"), (end.Event, end.Payload.Text("code"), end.Payload.Text("kind")));
        Assert.EndsWith($"steward trust {_folder}", end.Payload.Text("fix"), StringComparison.Ordinal);
        Assert.False(File.Exists(Mark + "-2"));

        await WriteAsync(Settings, HookThatLeaves(Mark));
        Assert.Equal(0, (await _steward.RunAsync("trust", "revoke", _folder)).ExitCode);
        Assert.Equal(HttpStatusCode.Conflict, (await CreateAsync(_folder)).Status);
    }

    [Fact]
    public async Task With_somebody_there_it_starts_and_leaves_the_folder_s_settings_out()
    {
        await WriteAsync(Settings, HookThatLeaves(Mark));
        await WriteAsync(Path.Combine(_folder, ".mcp.json"), JsonSerializer.Serialize(new
        {
            mcpServers = new { mark = new { command = "touch", args = new[] { Mark } } },
        }));
        var reply = await CreateAsync(_folder, attended: true);
        Assert.Equal(2, reply.Json.GetProperty("leftOut").GetArrayLength());
        var id = reply.Json.GetProperty("id").GetString()!;
        Assert.Equal("turn.done", (await Api.EndAsync(id, await Api.SubmitAsync(id, "[[text:one]]"))).Event);
        Assert.Contains("--setting-sources", await _steward.ArgumentsAsync(id));
        Assert.False(File.Exists(Mark));
    }

    [Fact]
    public async Task Only_what_was_looked_at_is_trusted()
    {
        await WriteAsync(Settings, "{}");
        var seen = (await Api.GetAsync($"/v3/trust?directory={Uri.EscapeDataString(_folder)}")).Json[0].GetProperty("files");
        await WriteAsync(Settings, HookThatLeaves(Mark));
        var answer = await Api.PostAsync("/v3/trust", JsonSerializer.Serialize(new { directory = _folder, files = seen }));
        Assert.Equal((HttpStatusCode.Conflict, "changed"), (answer.Status, answer.Code));
        Assert.Equal(HttpStatusCode.Conflict, (await CreateAsync(_folder)).Status);
    }

    [Fact]
    public async Task A_working_copy_is_trusted_as_the_folder_that_it_was_made_of_is()
    {
        using var repository = await GitRepository.CreateAsync();
        await repository.WriteAsync(".claude/settings.json", "{}");
        await repository.RunAsync("add", ".");
        await repository.RunAsync("commit", "--quiet", "-m", "settings");
        var body = JsonSerializer.Serialize(new { directory = repository.Path, spawnMode = "worktree" });
        Assert.Equal("untrusted_workspace", (await Api.PostAsync("/v3/sessions", body)).Code);
        Assert.Equal(0, (await _steward.RunAsync("trust", "--yes", repository.Path)).ExitCode);
        var id = await Api.CreateAsync(body);
        Assert.Equal("turn.done", (await Api.EndAsync(id, await Api.SubmitAsync(id, "[[text:one]]"))).Event);
        await Api.SendAsync(HttpMethod.Delete, $"/v3/sessions/{id}");
    }

    [Fact]
    public async Task In_a_sandbox_it_answers_and_the_owner_s_own_folder_of_settings_is_not_there()
    {
        var id = await Api.CreateAsync(JsonSerializer.Serialize(new { directory = _folder, sandbox = true }));
        var end = await Api.EndAsync(id, await Api.SubmitAsync(id, "[[text:from within]]"));
        Assert.True(end.Event == "turn.done", end.Raw);
        Assert.Equal("from within", (await Api.EventsAsync(id)).Text("turn.message"));
        Assert.NotEmpty(Directory.EnumerateFiles(Path.Combine(_steward.Home.AgentHome("claude"), "claude", "projects"), "*.jsonl", SearchOption.AllDirectories));
        // The same conversation goes on in a new process.
        var pid = (await Api.SessionAsync(id)).GetProperty("pid").GetInt32();
        System.Diagnostics.Process.GetProcessById(pid).Kill();
        await Eventually.TrueAsync(() => !Api.SessionAsync(id).Result.TryGetProperty("pid", out _), () => "Its process is still there.");
        Assert.Equal("turn.done", (await Api.EndAsync(id, await Api.SubmitAsync(id, "[[text:again]]"))).Event);
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private static async Task WriteAsync(string path, string text)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        await using var file = File.CreateText(path);
        await file.WriteAsync(text);
    }

    private Task<Reply> CreateAsync(string folder, bool attended = false) =>
        Api.PostAsync("/v3/sessions", JsonSerializer.Serialize(new { directory = folder, attended }));

    private static string HookThatLeaves(string mark) => JsonSerializer.Serialize(new
    {
        hooks = new { SessionStart = new[] { new { hooks = new[] { new { type = "command", command = $"touch {mark}" } } } } },
    });
}
