using Steward.Daemon.Secrets;
using Steward.Domain.Agents;
using Steward.Domain.Events;
using Steward.Domain.Turns;

namespace Steward.Daemon.Sessions;

/// <summary>What an agent said, without the secrets in it. What it asks permission for is left as it is: that is what would run.</summary>
internal static class ReportRedaction
{
    public static AgentReport Of(AgentReport report, Redactor redactor) => report switch
    {
        AgentWords words => words with { Text = redactor.Redact(words.Text) },
        AgentThoughts thoughts => thoughts with { Text = redactor.Redact(thoughts.Text) },
        AgentMessage message => message with { Text = redactor.Redact(message.Text) },
        AgentHelperSaid helper => helper with { Text = redactor.Redact(helper.Text) },
        AgentTodo todo => new AgentTodo(todo.Items.ConvertAll(item => item with { Text = redactor.Redact(item.Text), Doing = item.Doing is { } doing ? redactor.Redact(doing) : null })),
        AgentFinished { Failure: { } failure } finished => finished with { Failure = Of(failure, redactor) },
        AgentChose { Refusal: { } refusal } chose => chose with { Refusal = redactor.Redact(refusal) },
        AgentRetries again => again with { Reason = redactor.Redact(again.Reason) },
        AgentDeclined declined => declined with { Reason = redactor.Redact(declined.Reason), Request = new RawJson(redactor.Redact(declined.Request.Text)) },
        AgentNote note => note with { Text = redactor.Redact(note.Text), Fix = note.Fix is { } fix ? redactor.Redact(fix) : null },
        AgentToolStarted tool => tool with { Input = new RawJson(redactor.Redact(tool.Input.Text)) },
        AgentToolEnded tool => tool with { Result = redactor.Redact(tool.Result) },
        AgentCalled called => called with { Request = new RawJson(redactor.Redact(called.Request.Text)), Input = new RawJson(redactor.Redact(called.Input.Text)) },
        AgentRaw raw => new AgentRaw(new RawJson(redactor.Redact(raw.Message.Text))),
        _ => report,
    };

    private static TurnFailure Of(TurnFailure failure, Redactor redactor) =>
        failure with { Message = redactor.Redact(failure.Message), Fix = failure.Fix is { } fix ? redactor.Redact(fix) : null };
}
