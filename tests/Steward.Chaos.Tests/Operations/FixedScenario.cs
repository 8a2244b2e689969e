using Steward.Chaos.Tests.Instances;
using Steward.Chaos.Tests.Ledgers;
using Steward.Protocol.Client;
using Steward.Protocol.Permissions;
using Steward.Protocol.Turns;

namespace Steward.Chaos.Tests.Operations;

/// <summary>Always the same life: a session is made, asks and is answered, answers twice, is renamed, and a turn of it is cancelled.</summary>
internal sealed class FixedScenario(Instance instance)
{
    private readonly Dictionary<string, string> _acknowledged = [];
    private readonly List<Message> _intended = [];
    private string _session = "";

    private string Ledger => instance.PathOf("ledger");

    public async Task<IReadOnlyList<string>> PlayAsync()
    {
        // A first start that fails says so and leaves nothing running: its owner starts again.
        if ((await instance.RunAsync("start")).ExitCode != 0) await instance.StartAsync();
        _session = (await instance.NewSessionAsync("create")).Id;
        await SubmitAsync("asks", "ask bash echo asked\nwords 5 2");
        await AllowAsync();
        await SubmitAsync("answers", "words 5 2");
        await instance.Client.UpdateSessionAsync(_session, new(Name: "renamed"));
        await EndedAsync("answers");
        await SubmitAsync("endless", "words 100000 5");
        await HeardAsync("endless", "turn.start");
        await instance.Client.CancelAsync(_session, new CancelRequest(_acknowledged["endless"], "enough"));
        await EndedAsync("endless");
        return await JudgeAsync();
    }

    private async Task SubmitAsync(string id, string script)
    {
        var message = new Message(id, _session, Ledger) { Script = script };
        _intended.Add(message);
        var answer = await instance.Client.SubmitAsync(_session, new SubmitTurnRequest { Content = message.Content, RequestId = id });
        _acknowledged[id] = answer.TurnId;
    }

    private async Task AllowAsync()
    {
        PermissionView? question = null;
        await Eventually.TrueAsync("the agent asks", async () => await instance.Client.PermissionsAsync() is [var first] && (question = first) is not null);
        try
        {
            await instance.Client.ResolveAsync(_session, question!.RequestId, new ResolvePermissionRequest("allow"));
        }
        catch (RefusedException late) when (late.Status == 409)
        {
            // The daemon died between the commit and its answer, and the client asked again: the journal says whether it was allowed.
        }
    }

    private Task EndedAsync(string id) => HeardAsync(id, EventKind.Done, EventKind.Error, EventKind.Cancelled);

    private Task HeardAsync(string id, params string[] names) => Eventually.TrueAsync($"{id}: {string.Join(" or ", names)}", async () =>
        (await History.ReadAsync(instance, _session)).Events.Any(happened => names.Contains(happened.Event) && History.TurnOf(happened) == _acknowledged[id]));

    private async Task<IReadOnlyList<string>> JudgeAsync()
    {
        var history = await History.ReadAsync(instance, _session);
        var audit = new Audit(history, onlyTheDaemonDied: true) { Cancelled = ["endless"] }.Check(_intended, _acknowledged, File.ReadAllLines(Ledger));
        var breaches = audit.Breaches.ToList();
        var decisions = history.Named("permission.resolved").Select(static happened => happened.Payload.GetProperty("decision").GetString()).ToList();
        if (decisions is not ["allow"]) breaches.Add($"one question was allowed, and the decisions are {string.Join(", ", decisions)}");
        if (history.Named("tool.end").Count() != 1) breaches.Add($"the tool that was allowed once ran {history.Named("tool.end").Count()} times");
        var view = await instance.Client.SessionAsync(_session);
        if (view is not { Name: "renamed", Status: "idle" }) breaches.Add($"the session is {view.Name}, {view.Status}");
        if ((await instance.Client.SessionsAsync()).Count != 1) breaches.Add("the session was made twice");
        return breaches;
    }
}
