using System.Diagnostics;
using System.Net;
using Steward.EndToEnd.Tests.Support;

namespace Steward.EndToEnd.Tests.Permissions;

/// <summary>Many who answer, late ones, wrong ones, deaths in between: one outcome, the same in the journal, in the events and with the agent.</summary>
public sealed class OneAnswerTests(StewardUnderTest steward) : IClassFixture<StewardUnderTest>
{
    private const int Rounds = 100;
    private const int Clients = 20;

    private HttpApi Api => steward.Api;

    [Fact]
    public async Task Twenty_clients_at_once_make_one_outcome_again_and_again()
    {
        var (id, elsewhere) = (await Api.CreateAsync(), await Api.CreateAsync());
        var turn = await Api.ScriptAsync(id, [.. Enumerable.Range(0, Rounds).Select(static n => $"ask bash echo {n} >> ran.txt")]);
        var allowed = new List<string>();
        var questions = new List<string>();
        for (var round = 0; round < Rounds; round++)
        {
            questions.Add(await NewQuestionAsync(id, questions));
            Assert.Equal(HttpStatusCode.NotFound, (await ResolveAsync(elsewhere, questions[round], "allow", "stranger")).Status);
            var replies = await Task.WhenAll(Enumerable.Range(0, Clients).Select(n => ResolveAsync(id, questions[round], n % 2 == 0 ? "allow" : "deny", $"n{n}")));
            var first = Assert.Single(replies, static reply => reply.Status == HttpStatusCode.OK);
            Assert.All(replies.Where(reply => reply != first), reply => Assert.Equal(
                (HttpStatusCode.Conflict, Outcome(first)), (reply.Status, Outcome(reply))));
            if (Outcome(first).Decision == "allow")
                allowed.Add($"{round}");
        }
        Assert.Equal("turn.done", (await Api.EndAsync(id, turn)).Event);
        var resolved = (await Api.EventsAsync(id)).Where(static happened => happened.Event == "permission.resolved").ToList();
        Assert.Equal(questions, resolved.Select(static happened => happened.Payload.GetProperty("requestId").GetString()));
        var file = Path.Combine((await Api.SessionAsync(id)).GetProperty("directory").GetString()!, "ran.txt");
        Assert.Equal(allowed, File.Exists(file) ? File.ReadLines(file) : []);
        foreach (var some in questions.Chunk(Clients))
            Assert.All(await Task.WhenAll(some.Select(question => ResolveAsync(id, question, "allow", "late"))), static reply => Assert.Equal(HttpStatusCode.Conflict, reply.Status));
    }

    [Fact]
    public async Task Three_that_wait_wait_on_over_the_death_of_the_daemon_with_their_ids_and_deadlines()
    {
        var sessions = new List<(string Id, string Turn, string Question)>();
        for (var n = 0; n < 3; n++)
        {
            var id = await Api.CreateAsync("""{"permissionTimeoutMs":600000}""");
            sessions.Add((id, await Api.ScriptAsync(id, "ask bash echo lived"), await Api.QuestionAsync(id)));
        }
        var before = await OpenAsync();
        await KillDaemonAsync();
        Assert.Equal(before, await OpenAsync());
        foreach (var (id, turn, question) in sessions)
        {
            Assert.Equal(HttpStatusCode.OK, (await ResolveAsync(id, question, "allow", "tester")).Status);
            Assert.Equal("turn.done", (await Api.EndAsync(id, turn)).Event);
            Assert.Equal(HttpStatusCode.Conflict, (await ResolveAsync(id, question, "deny", "late")).Status);
        }
    }

    [Fact]
    public async Task An_agent_that_was_started_anew_asks_anew_and_the_old_question_is_void()
    {
        var id = await Api.CreateAsync("""{"permissionTimeoutMs":600000}""");
        var turn = await Api.ScriptAsync(id, "ask bash echo again");
        var old = await Api.QuestionAsync(id);
        using (var keeper = Process.GetProcessById(steward.State.KeeperPid))
            keeper.Kill();
        await steward.StartAsync();
        var asked = await NewQuestionAsync(id, [old]);
        var void_ = await ResolveAsync(id, old, "allow", "late");
        Assert.Equal((HttpStatusCode.Conflict, "withdrawn"), (void_.Status, Outcome(void_).Decision));
        Assert.Equal(HttpStatusCode.OK, (await ResolveAsync(id, asked, "allow", "tester")).Status);
        Assert.Equal("turn.done", (await Api.EndAsync(id, turn)).Event);
        Assert.Single(await Api.EventsAsync(id), static happened => happened.Event == "tool.start");
    }

    [Fact]
    public async Task An_agent_cannot_answer_its_own_question_by_any_door()
    {
        var id = await Api.CreateAsync("""{"permissionTimeoutMs":600000}""");
        var open = await Api.ScriptAsync(id, "ask bash echo never");
        var question = await Api.QuestionAsync(id);
        var accomplice = await Api.CreateAsync();
        var body = "-d '{\"decision\":\"allow\"}'";
        string[] paths = [$"/v3/sessions/{id}/permissions/{question}", $"/v3/sessions/{id}/permission-requests/{question}/resolve"];
        string[] doors = [$"http://127.0.0.1:{Api.Port}", $"--unix-socket {steward.Home.ApiSocket} http://localhost"];
        var tries = paths.SelectMany(path => doors.Select(door =>
            $"tool curl -s -m 20 -o /dev/null -w '%{{http_code}} ' -X POST -H 'Authorization: Bearer {Api.Token}' {body} {door}{path} >> tried.txt")).ToArray();
        await Api.EndAsync(accomplice, await Api.ScriptAsync(accomplice, tries));
        var folder = (await Api.SessionAsync(accomplice)).GetProperty("directory").GetString()!;
        Assert.Equal("403 403 403 403 ", await File.ReadAllTextAsync(Path.Combine(folder, "tried.txt"), TestContext.Current.CancellationToken));
        Assert.Equal(question, await Api.QuestionAsync(id));
        await ResolveAsync(id, question, "deny", "tester");
        await Api.EndAsync(id, open);
    }

    private async Task<string> NewQuestionAsync(string session, IReadOnlyCollection<string> known) => await Eventually.Async(
        async () => (await Api.GetAsync($"/v3/sessions/{session}/permissions")).Json.EnumerateArray()
            .Select(static open => open.GetProperty("requestId").GetString()!).FirstOrDefault(open => !known.Contains(open)), $"The next question of {session}");

    private async Task<IReadOnlyList<string>> OpenAsync() =>
        [.. (await Api.GetAsync("/v3/permissions")).Json.EnumerateArray().Select(static open => open.GetRawText()).Order(StringComparer.Ordinal)];

    private async Task KillDaemonAsync()
    {
        var pid = steward.State.Pid;
        using (var daemon = Process.GetProcessById(pid))
            daemon.Kill();
        await Eventually.TrueAsync(() =>
        {
            steward.ReadState();
            return steward.State.Pid != pid;
        }, () => "No new daemon came.");
    }

    private static (string? Decision, string? By) Outcome(Reply reply) => (reply.Json.GetProperty("decision").GetString(), reply.Json.GetProperty("decidedBy").GetString());

    private Task<Reply> ResolveAsync(string session, string question, string decision, string who) =>
        Api.PostAsync($"/v3/sessions/{session}/permissions/{question}", $$"""{"decision":"{{decision}}","decidedBy":"{{who}}"}""");
}
