using Microsoft.Extensions.Logging;
using Steward.Daemon.Journal;
using Steward.Daemon.Logs;
using Steward.Daemon.Secrets;
using Steward.Daemon.Sessions;
using Steward.Domain.Agents;
using Steward.Domain.Events;
using Steward.Domain.Processes;
using Steward.Domain.Sessions;

namespace Steward.Daemon.Agents;

/// <param name="toolbox">Asked for late: the toolbox needs the sessions, and the sessions need this.</param>
internal sealed class CallServer(Func<AgentToolbox> toolbox, Redactor redactor, ILogger log, CancellationToken over) : ICallServer
{
    public void Serve(SessionHost host, LaunchId launch, OpenCall call, RawJson input) =>
        _ = Task.Run(() => ServeAsync(host, launch, call, input), CancellationToken.None);

    private async Task ServeAsync(SessionHost host, LaunchId launch, OpenCall call, RawJson input)
    {
        try
        {
            var caller = new ToolCaller(host.State, $"{host.Id}/{launch}/{call.AgentRequestId}");
            var outcome = await OutcomeAsync(caller, call, input);
            var answer = new AnswerCall(call.AgentRequestId, launch, outcome.Ok, redactor.Redact(outcome.Text)) { Act = outcome.Act };
            await host.AskAsync(answer, null, over);
        }
        catch (Exception over) when (over is OperationCanceledException or SessionGoneException)
        {
            // The daemon ends, and the next one serves what was not answered; or there is nobody left to answer.
        }
        catch (Exception failure) when (failure is StorageFullException or JournalRefusalException)
        {
            // Written down it could not be; the call stays open until its process ends or a later daemon serves it.
            log.SessionFailed(failure, host.Id.Value);
        }
    }

    private async Task<ToolOutcome> OutcomeAsync(ToolCaller caller, OpenCall call, RawJson input)
    {
        try
        {
            return await toolbox().CallAsync(caller, call.Tool, input, over);
        }
        catch (Exception failure) when (failure is not OperationCanceledException)
        {
            // A tool that fails is an answer too; an agent that gets none would wait for ever.
            log.SessionFailed(failure, caller.Session.Id.Value);
            return ToolOutcome.Failed("The tool failed inside of Steward; its log says why.");
        }
    }
}
