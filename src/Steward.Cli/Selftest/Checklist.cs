using System.Globalization;
using System.Text.Json;
using Steward.Cli.Events;
using Steward.Cli.Supervision;
using Steward.Protocol;
using Steward.Protocol.Client;
using Steward.Protocol.Events;
using Steward.Protocol.Sessions;
using Steward.Protocol.Turns;

namespace Steward.Cli.Selftest;

/// <summary>One thing that must hold; its work answers with what it saw.</summary>
internal sealed record Check(string Name, Func<CancellationToken, Task<string>> Work);

/// <summary>The way of a message through a daemon, from its port to an agent's answer, a step at a time.</summary>
internal sealed class Checklist(CommandContext context, string agent)
{
    private static readonly TimeSpan AnswerLimit = TimeSpan.FromSeconds(10);

    public IReadOnlyList<Check> Checks =>
    [
        new("the daemon runs", RunningAsync),
        new("its port answers without a token", HealthAsync),
        new("its token is accepted, and it speaks the same contract", ContractAsync),
        new("it counts its sessions and turns", MetricsAsync),
        new($"the agent {agent} says hello", HelloAsync),
    ];

    private async Task<string> RunningAsync(CancellationToken stop)
    {
        await DaemonConnection.OpenAsync(context, stop);
        return StatusCommand.PlainLine(Presence.Look(context));
    }

    private async Task<string> HealthAsync(CancellationToken stop)
    {
        var state = StateReading.Read(context.Home).StateIfKnown ?? throw new NotRunningException();
        var address = DaemonAddress.Tcp(state);
        // A proxy of the environment is for other hosts, and would learn nothing good of this one.
        using var http = new HttpClient(new SocketsHttpHandler { UseProxy = false }) { Timeout = AnswerLimit };
        var text = await http.GetStringAsync(new Uri($"http://{address.Host}/v3/health"), stop);
        var health = JsonSerializer.Deserialize(text, WireJson.Default.HealthView) ?? throw new BadAnswerException("The answer of /v3/health is empty.");
        return $"http://{address.Host}  status {health.Status}, version {health.Version}";
    }

    private async Task<string> ContractAsync(CancellationToken stop)
    {
        var health = await OverTcp().HealthAsync(stop);
        if (!health.Contract.Speaks(Protocol.Contract.WireContract.Current)) throw new ContractMismatchException(health.Contract);
        if (health.Runtime is null) throw new BadAnswerException("The token of state.json does not count as one.");
        return health.Contract.ToString();
    }

    private async Task<string> MetricsAsync(CancellationToken stop)
    {
        var counted = (await OverTcp().MetricsAsync(stop)).Runtime;
        return string.Create(
            CultureInfo.InvariantCulture,
            $"{counted.SessionCount} sessions, {counted.ActiveTurnCount} active turns, {counted.QueuedTurnCount} queued, {counted.SubscriberCount} subscribers");
    }

    private async Task<string> HelloAsync(CancellationToken stop)
    {
        var client = context.Client();
        var session = await client.CreateSessionAsync(
            new CreateSessionRequest { Title = "selftest", Agent = agent, Headless = true, RequestId = Guid.NewGuid().ToString("N") }, stop);
        try
        {
            return await AnswerAsync(client, session.Id, stop);
        }
        finally
        {
            await client.DeleteSessionAsync(session.Id, CancellationToken.None);
        }
    }

    private static async Task<string> AnswerAsync(StewardClient client, string session, CancellationToken stop)
    {
        var turn = await client.SubmitAsync(session, new SubmitTurnRequest { Content = "say hello", ClientId = "selftest" }, stop);
        var said = "";
        await foreach (var happened in client.FollowAsync(session, turn.Seq, stop: stop))
        {
            if (happened.Event is EventKinds.TurnMessage) said = happened.Text("text") ?? "";
            if (happened.Event is EventKinds.TurnDone) return said;
            if (happened.Event is EventKinds.TurnError) throw Refused(happened.Read(WireJson.Default.TurnErrorPayload));
        }
        throw new NoAnswerException("The stream of events ended before the turn did.");
    }

    private static CommandException Refused(TurnErrorPayload error) => new(error.Code, error.Kind, error.Message, error.Fix, ExitCode.Failure);

    private StewardClient OverTcp() => new(context.Home, new ClientOptions { Time = context.Time, KeeperLives = context.KeeperLives, Transport = Transport.Tcp });
}
