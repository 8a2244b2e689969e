using System.Globalization;
using System.Text;
using Steward.Daemon.Messages;
using Steward.Daemon.Sessions;
using Steward.Domain.Agents;
using Steward.Domain.Events;

namespace Steward.Daemon.Agents;

/// <summary>
/// What Steward's own tools do. A call may be served twice, by two daemons with a crash between them: what it does to the caller's session is
/// committed together with its answer, and the rest has its effect once by its key.
/// </summary>
internal sealed class AgentToolbox(AgentDirectory agents, SessionRegistry sessions, MessageBox messages, AgentQuestions questions, AgentMemory memory)
{
    private const int LongestStatus = 200;

    public async Task<ToolOutcome> CallAsync(ToolCaller caller, string tool, RawJson input, CancellationToken cancellationToken)
    {
        if (!agents.ToolsOf(caller.Session.Agent).Any(allowed => allowed.Name == tool))
            return ToolOutcome.Failed($"There is no tool called {tool} for this agent.");
        if (ToolInput.Read(input, out var problem) is not { } given)
            return ToolOutcome.Failed(problem);
        return tool switch
        {
            "send_message" => Send(caller, given),
            "list_messages" => List(caller, given),
            "list_agents" => ToolOutcome.Done(Agents()),
            "ask_agent" => await AskAsync(caller, given, cancellationToken),
            "remember" => given.Optional("text") is { } fact ? memory.Remember(caller.Session.Agent, fact) : Missing("text"),
            "report_status" => Report(given),
            _ => ToolOutcome.Failed($"There is no tool called {tool}."),
        };
    }

    private ToolOutcome Send(ToolCaller caller, ToolInput input)
    {
        if (input.Optional("text") is not { } text)
            return Missing("text");
        var to = input.Optional("to") ?? AgentTool.Owner;
        if (to != AgentTool.Owner && agents.Find(to) is null)
            return ToolOutcome.Failed($"There is no agent called {to}. Call list_agents for those that there are, or write to `owner`.");
        var id = MessageBox.IdOf(caller.CallKey);
        return ToolOutcome.Done($"Sent to {to} as {id}.") with { Act = new SentMessage(id, to, text) };
    }

    private ToolOutcome List(ToolCaller caller, ToolInput input)
    {
        var after = 0L;
        if (input.Optional("after") is { } cursor && !long.TryParse(cursor, NumberStyles.None, CultureInfo.InvariantCulture, out after))
            return ToolOutcome.Failed("`after` is the cursor that an earlier answer gave.");
        var page = messages.To(caller.Session.Agent, after);
        if (page.Count == 0)
            return ToolOutcome.Done("No messages.");
        var text = new StringBuilder();
        foreach (var message in page)
            text.Append(CultureInfo.InvariantCulture, $"[{message.At:yyyy-MM-dd HH:mm}] {message.From}: {message.Text}\n");
        return ToolOutcome.Done(string.Create(CultureInfo.InvariantCulture, $"{text}(cursor {page[^1].Cursor})"));
    }

    private string Agents()
    {
        var going = sessions.List(includeArchived: false).Where(static state => state.End is null).ToLookup(static state => state.Agent);
        var lines = agents.All.Select(agent =>
        {
            var own = going[agent.Settings.Name].ToList();
            var busy = own.Count(static state => state.Turn is not null);
            var says = own.Where(static state => state.Reported is not null).MaxBy(static state => state.UpdatedAt)?.Reported;
            return string.Create(CultureInfo.InvariantCulture, $"{agent.Settings.Name} ({agent.Runtime.Kind}): {(busy == 0 ? "idle" : $"works on {busy}")}")
                + (says is null ? "" : $", says: {says}");
        });
        return string.Join('\n', lines);
    }

    private async Task<ToolOutcome> AskAsync(ToolCaller caller, ToolInput input, CancellationToken cancellationToken) =>
        input.Optional("agent") is not { } agent ? Missing("agent")
        : input.Optional("question") is not { } question ? Missing("question")
        : await questions.AskAsync(caller, agent, question, cancellationToken);

    private static ToolOutcome Report(ToolInput input) => input.Optional("text") switch
    {
        null => Missing("text"),
        { Length: > LongestStatus } => ToolOutcome.Failed($"A status has at most {LongestStatus} characters."),
        { } text => ToolOutcome.Done("Shown to your owner.") with { Act = new ReportedStatus(text) },
    };

    private static ToolOutcome Missing(string name) => ToolOutcome.Failed($"`{name}` is missing.");
}
