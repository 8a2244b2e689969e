using Steward.Chaos.Tests.Instances;
using Steward.Chaos.Tests.Ledgers;
using Steward.Protocol.Client;
using Steward.Protocol.Events;
using Steward.Protocol.Permissions;
using Steward.Protocol.Sessions;

namespace Steward.Chaos.Tests.ClaudeCode;

/// <summary>One session: who writes to it, who listens to it, and who answers what it asks.</summary>
internal sealed class ClaudeSession : IDisposable
{
    private readonly Instance _instance;
    private readonly string _id;
    private readonly List<Task> _answers = [];
    private readonly Dictionary<string, ClaudeMessage> _messages = [];

    private ClaudeSession(Instance instance, string id, string name, Random chance)
    {
        (_instance, _id) = (instance, id);
        Follower = new Follower(instance, id) { OnEvent = Answer };
        Writer = new Writer(name, id, instance, Follower, chance) { MostOpen = 2, MessageOf = NewMessage };
    }

    public Follower Follower { get; }

    public Writer Writer { get; }

    /// <summary>Its agent, and all that its agent started.</summary>
    public IReadOnlyList<LiveProcess> Processes => LiveProcess.Carrying($"STEWARD_SESSION_ID={_id}");

    private string Ledger => _instance.PathOf($"ledger-{_id}");

    private string CommandFile => _instance.PathOf("step.sh");

    public static async Task<ClaudeSession> OpenAsync(Instance instance, string agent, string name, Random chance)
    {
        var view = await instance.Client.CreateSessionAsync(new CreateSessionRequest { Agent = agent, Directory = instance.Workspace, PermissionTimeoutMs = 600_000 });
        var session = new ClaudeSession(instance, view.Id, name, chance);
        await File.WriteAllTextAsync(session.CommandFile, ClaudeMessage.CommandText);
        return session;
    }

    public void Judge(History history, ClaudeStormReport report)
    {
        var ledger = File.Exists(Ledger) ? File.ReadAllLines(Ledger) : [];
        var audit = new ClaudeAudit(history, _messages, report.HangUps);
        audit.Check(Writer.Intended, Writer.Acknowledged.ToDictionary(static ack => ack.Key, static ack => ack.Value.TurnId), ledger);
        audit.SameAs(Follower.Heard.Where(happened => happened.Seq <= history.Events[^1].Seq), "the subscriber");
        report.Breaches.AddRange(audit.Breaches);
        report.Breaches.AddRange(_answers.Where(static answer => answer.IsFaulted).Select(answer => $"{_id}: a question was not answered: {answer.Exception}"));
        report.Acknowledged += Writer.Acknowledged.Count;
        report.Turns += audit.Turns;
        report.Interrupted += audit.Interrupted;
        report.LostAgents += audit.LostAgents;
        report.LostAnswers += audit.LostAnswers;
        report.Retries += audit.Retries;
        report.Commands += ledger.Count(static line => line.StartsWith("finished", StringComparison.Ordinal));
        report.Questions += _answers.Count;
        report.Reconnects += Follower.Reconnects;
    }

    public void Dispose() => Writer.Dispose();

    private ClaudeMessage NewMessage(string id) => _messages[id] = new ClaudeMessage(id, _id, Ledger, CommandFile);

    private void Answer(EventEnvelope happened)
    {
        if (happened.Event == EventKind.PermissionRequest) _answers.Add(AllowAsync(happened.Payload.GetProperty("requestId").GetString()!));
    }

    /// <summary>Until it is decided; a question whose agent died has gone with it, and is asked anew under another id.</summary>
    private async Task AllowAsync(string request)
    {
        while (true)
        {
            try
            {
                await _instance.Client.ResolveAsync(_id, request, new ResolvePermissionRequest("allow"));
                return;
            }
            catch (RefusedException refused) when (refused.Status is 404 or 409 or 410)
            {
                return;
            }
            catch (DaemonException trouble) when (trouble is NoAnswerException or NotRunningException or RefusedException { Status: 401 or 503 })
            {
                await Task.Delay(TimeSpan.FromMilliseconds(20), TimeProvider.System);
            }
        }
    }
}
