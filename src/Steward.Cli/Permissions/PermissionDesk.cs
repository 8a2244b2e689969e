using Steward.Cli.Terminals;
using Steward.Protocol.Client;
using Steward.Protocol.Permissions;

namespace Steward.Cli.Permissions;

/// <summary>The questions of one session, one at a time, put to whoever sits at the terminal.</summary>
internal sealed class PermissionDesk(Screen screen, StewardClient client, string session, TimeProvider time)
{
    private readonly Lock gate = new();
    private readonly LinkedList<PermissionQuestion> waiting = [];
    // What was answered here comes back as an event too, sometimes before the answer to the request.
    private readonly HashSet<string> answeredHere = [];

    /// <summary>Somebody is being asked; the next line may be the answer.</summary>
    public bool IsAsking
    {
        get
        {
            lock (gate) return waiting.Count > 0;
        }
    }

    /// <summary>What somebody is being asked.</summary>
    public string? Asked
    {
        get
        {
            lock (gate) return waiting.First?.Value.RequestId;
        }
    }

    public void Add(PermissionQuestion question)
    {
        lock (gate)
        {
            if (waiting.Any(known => known.RequestId == question.RequestId)) return;
            waiting.AddLast(question);
            if (waiting.Count == 1) ShowLocked(question);
        }
    }

    /// <summary>It was decided, here or elsewhere.</summary>
    public void Remove(string requestId, string? outcome)
    {
        lock (gate)
        {
            var node = waiting.First;
            while (node is not null && node.Value.RequestId != requestId) node = node.Next;
            if (node is null) return;
            var asked = node == waiting.First;
            waiting.Remove(node);
            if (asked && outcome is not null && !answeredHere.Contains(requestId)) screen.Note($"\n  {outcome}");
            if (asked && waiting.First is { } next) ShowLocked(next.Value);
        }
    }

    public void RepeatPrompt()
    {
        lock (gate)
            if (waiting.First is { } first) screen.Ask(first.Value.Prompt);
    }

    /// <summary>False when the line is no answer to what is asked.</summary>
    public async Task<bool> TryAnswerAsync(string line, CancellationToken stop)
    {
        PermissionQuestion question;
        PermissionReply? reply;
        lock (gate)
        {
            if (waiting.First is not { } first) return false;
            question = first.Value;
            reply = PermissionReply.Parse(line, question);
            if (reply is { Kind: ReplyKind.ShowFull }) screen.Note(question.ShowFull().TrimEnd('\n'));
            if (reply is { Kind: ReplyKind.ShowFull } or { Kind: ReplyKind.Choose } && question.Answers is null)
            {
                screen.Ask(question.Prompt);
                return true;
            }
        }
        if (reply is null) return false;
        await ResolveAsync(question, reply, stop);
        return true;
    }

    public async Task ResolveAsync(PermissionQuestion question, PermissionReply reply, CancellationToken stop)
    {
        var request = new ResolvePermissionRequest(reply.Kind is ReplyKind.Allow or ReplyKind.Choose ? "allow" : "deny")
        {
            Remember = reply.Remember,
            Reason = reply.Reason,
            EndTurn = reply.EndTurn,
            Answers = reply.Kind == ReplyKind.Choose ? question.Answers : null,
            DecidedBy = "cli",
        };
        lock (gate) answeredHere.Add(question.RequestId);
        try
        {
            var answer = await client.ResolveAsync(session, question.RequestId, request, stop);
            if (answer.Conflict && answer.Decision != request.Decision)
                screen.Note($"  it had been decided before: {SafeText.Line(answer.Decision)} by {SafeText.Line(answer.DecidedBy)}");
            else if (PermissionWords.Memory(answer) is { } memory)
                screen.Note($"  {memory}");
        }
        catch (RefusedException late) when (late.Status is 404 or 409 or 410)
        {
            screen.Note($"  {SafeText.Line(late.Message)}");
        }
        catch (RefusedException wrong) when (wrong.Status is 400 && question.IsChoice)
        {
            question.BeginAnew();
            lock (gate) answeredHere.Remove(question.RequestId);
            screen.Note($"  {SafeText.Line(wrong.Message)}");
            screen.Ask(question.Prompt);
            return;
        }
        Remove(question.RequestId, outcome: null);
    }

    private void ShowLocked(PermissionQuestion question) =>
        screen.Ask(question.Text(screen.Terminal.ErrorStyle, time.GetUtcNow()) + question.Prompt);
}
