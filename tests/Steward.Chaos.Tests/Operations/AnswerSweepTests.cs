using System.Text.Json;
using Steward.Chaos.Tests.Instances;
using Steward.Chaos.Tests.Ledgers;
using Steward.Protocol.Client;
using Steward.Protocol.Permissions;
using Steward.Protocol.Sessions;
using Steward.Protocol.Turns;

namespace Steward.Chaos.Tests.Operations;

/// <summary>
/// Two questions wait, and the daemon that will take their answers dies at one numbered step: from its first look at the disk over the commit of each
/// answer to the end of both turns. The numbers are gone through until there is none left to die at.
/// </summary>
public sealed class AnswerSweepTests(ITestOutputHelper output)
{
    private const int Last = 64;

    // Each step with STEWARD_TEST_FULL=1, and else every third: each of them costs two lives of a daemon.
    private static readonly int Stride = Environment.GetEnvironmentVariable("STEWARD_TEST_FULL") == "1" ? 1 : 3;
    private const int Workers = 4;

    [Fact]
    public async Task An_answer_reaches_its_agent_once_wherever_the_daemon_dies_between_taking_it_and_writing_it()
    {
        var (next, kills, ended) = (0, 0, false);
        await Task.WhenAll(Enumerable.Range(0, Workers).Select(_ => Task.Run(WorkAsync)));
        output.WriteLine($"{kills} kills");
        Assert.True(kills >= 10, $"Of the steps of a daemon that answers only {kills} were reached: the sweep proves nothing.");

        async Task WorkAsync()
        {
            while (!ended && Interlocked.Add(ref next, Stride) is var number and <= Last)
                foreach (var moment in (string[])["before", "after"])
                    if (await KilledAsync($"{number}:{moment}")) Interlocked.Increment(ref kills);
                    else ended = true;
        }
    }

    private static async Task<bool> KilledAsync(string at)
    {
        await using var instance = Instance.Create();
        var mark = instance.PathOf("killed");
        instance.Environment["STEWARD_TEST_HOOKS"] = "1";
        instance.Environment["STEWARD_KILL_AT"] = at;
        instance.Environment["STEWARD_FAULT_MARK"] = mark;
        // With the mark there, the first daemon is spared; the second one, which finds the questions open, is not.
        await File.Create(mark).DisposeAsync();
        await instance.StartAsync();
        var (tool, choice) = (await AskAsync(instance, "ask bash echo asked >> ran"), await AskAsync(instance, "choose Which colour? | red | green"));
        File.Delete(mark);
        instance.Daemon.EndAtOnce();
        await AnswerAsync(instance, tool, new ResolvePermissionRequest("allow") { UpdatedInput = JsonDocument.Parse("""{"command":"echo changed >> ran"}""").RootElement });
        await AnswerAsync(instance, choice, new ResolvePermissionRequest { Answers = new Dictionary<string, IReadOnlyList<string>> { ["Which colour?"] = ["green"] } });
        await JudgeAsync(instance, tool, choice, at);
        return File.Exists(mark);
    }

    private static async Task<PermissionView> AskAsync(Instance instance, string script)
    {
        var session = await instance.NewSessionAsync();
        await instance.Client.SubmitAsync(session.Id, new SubmitTurnRequest { Content = $"#script\n{script}" });
        PermissionView? question = null;
        await Eventually.TrueAsync("the agent asks", async () =>
            (question = (await instance.Client.PermissionsAsync()).FirstOrDefault(open => open.SessionId == session.Id)) is not null);
        return question!;
    }

    private static async Task AnswerAsync(Instance instance, PermissionView question, ResolvePermissionRequest answer)
    {
        try
        {
            await instance.Client.ResolveAsync(question.SessionId, question.RequestId, answer);
        }
        catch (RefusedException late) when (late.Status == 409)
        {
            // The daemon died between the commit and its answer, and the client asked again: it was taken the first time.
        }
    }

    private static async Task JudgeAsync(Instance instance, PermissionView tool, PermissionView choice, string at)
    {
        foreach (var question in (PermissionView[])[tool, choice])
        {
            await Eventually.TrueAsync($"the turn ends (killed at {at})", async () => (await History.ReadAsync(instance, question.SessionId)).IsQuiet, instance.Logs);
            var history = await History.ReadAsync(instance, question.SessionId);
            Assert.Single(history.Named(EventKind.Done));
            Assert.Equal(question.RequestId, Assert.Single(history.Named("permission.resolved")).Payload.GetProperty("requestId").GetString());
            Assert.Single(history.Named("permission.request"));
        }
        Assert.Equal(["changed"], File.ReadAllLines(instance.PathOf("ran")));
        Assert.Equal("You chose green.", Assert.Single((await History.ReadAsync(instance, choice.SessionId)).Named("turn.message")).Payload.GetProperty("text").GetString());
    }
}
