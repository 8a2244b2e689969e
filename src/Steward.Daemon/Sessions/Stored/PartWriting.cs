using System.Collections.Immutable;
using System.Text.Json;
using Steward.Daemon.Events;
using Steward.Domain.Agents;
using Steward.Domain.Permissions;
using Steward.Domain.Processes;
using Steward.Domain.Sessions;
using Steward.Domain.Turns;

namespace Steward.Daemon.Sessions.Stored;

/// <summary>The members of the objects that a state is made of.</summary>
internal static class PartWriting
{
    public static void Part<T>(this Utf8JsonWriter json, string name, T? part, Action<Utf8JsonWriter, T> write) where T : class
    {
        if (part is null) return;
        json.WriteStartObject(name);
        write(json, part);
        json.WriteEndObject();
    }

    public static void Parts<T>(this Utf8JsonWriter json, string name, ImmutableList<T> parts, Action<Utf8JsonWriter, T> write) where T : class
    {
        json.WriteStartArray(name);
        foreach (var part in parts)
        {
            json.WriteStartObject();
            write(json, part);
            json.WriteEndObject();
        }
        json.WriteEndArray();
    }

    public static void Text(this Utf8JsonWriter json, string name, string? text)
    {
        if (text is not null) json.WriteString(name, text);
    }

    public static void Time(this Utf8JsonWriter json, string name, DateTimeOffset? time)
    {
        if (time is { } known) json.WriteString(name, known);
    }

    public static void Write(Utf8JsonWriter json, SessionChoices choices)
    {
        json.Text("model", choices.Model);
        json.Text("permissionMode", choices.PermissionMode);
    }

    public static void Write(Utf8JsonWriter json, SessionFork fork)
    {
        json.WriteString("session", fork.Session.Value);
        json.WriteString("conversation", fork.Conversation);
    }

    public static void Write(Utf8JsonWriter json, SessionWorktree worktree)
    {
        json.WriteString("repository", worktree.Repository);
        json.WriteString("path", worktree.Path);
        json.WriteString("branch", worktree.Branch);
        json.WriteString("base", worktree.Base);
        json.WriteString("source", worktree.Source);
    }

    public static void Write(Utf8JsonWriter json, PermissionRule rule)
    {
        json.WriteString("verdict", DomainWords.Of(rule.Verdict));
        json.WriteString("tool", rule.Tool);
        json.Text("command", rule.Command);
        json.Text("pathUnder", rule.PathUnder);
        json.Text("beside", rule.Beside);
        json.Text("program", rule.Program);
    }

    public static void Write(Utf8JsonWriter json, ActiveTurn turn)
    {
        json.WriteString("id", turn.Id.Value);
        json.WriteNumber("queuedSeq", turn.QueuedSeq);
        json.WriteNumber("number", turn.Number);
        json.WriteString("startedAt", turn.StartedAt);
        json.WriteNumber("attempt", turn.Attempt);
        json.WriteBoolean("interrupted", turn.Interrupted);
        json.WriteBoolean("sent", turn.Sent);
        json.Time("cancelBy", turn.CancelBy);
        json.Text("cancelReason", turn.CancelReason);
        json.WriteBoolean("givenUp", turn.GivenUp);
        json.Time("firstWordsAt", turn.FirstWordsAt);
        json.Time("heardAt", turn.HeardAt);
        json.WriteBoolean("stalled", turn.Stalled);
        json.Text("silentAfter", turn.SilentAfter);
        json.WriteNumber("openTools", turn.OpenTools);
        json.Text("origin", turn.Origin);
        json.WriteNumber("toolCalls", turn.ToolCalls);
        json.WriteNumber("outputBytes", turn.OutputBytes);
        json.Parts("steers", turn.Steers, Write);
        json.WriteBoolean("answered", turn.Answered);
        json.Part("usage", turn.Usage, UsageWriting.Write);
    }

    private static void Write(Utf8JsonWriter json, Steer steer)
    {
        json.WriteString("id", steer.Id.Value);
        json.WriteNumber("seq", steer.Seq);
        json.WriteBoolean("over", steer.Over);
    }

    public static void Write(Utf8JsonWriter json, TodoItem item)
    {
        json.WriteString("text", item.Text);
        json.WriteString("status", DomainWords.Of(item.Status));
        json.Text("doing", item.Doing);
    }

    public static void Write(Utf8JsonWriter json, TurnFailure failure)
    {
        json.WriteString("code", failure.Code);
        json.WriteString("kind", DomainWords.Of(failure.Kind));
        json.WriteString("message", failure.Message);
        json.WriteBoolean("retryable", failure.Retryable);
        json.Text("fix", failure.Fix);
        json.Time("resetsAt", failure.ResetsAt);
    }

    public static void Write(Utf8JsonWriter json, WaitingTurn turn)
    {
        json.WriteString("id", turn.Id.Value);
        json.WriteNumber("queuedSeq", turn.QueuedSeq);
    }

    public static void Write(Utf8JsonWriter json, OpenRequest request)
    {
        json.WriteString("id", request.Id.Value);
        json.WriteString("agentRequestId", request.AgentRequestId);
        json.WriteStartObject("subject");
        json.WriteString("tool", request.Subject.Tool);
        json.Text("command", request.Subject.Command);
        json.Text("path", request.Subject.Path);
        json.Text("beside", request.Subject.Beside);
        json.Text("program", request.Subject.Program);
        json.WriteEndObject();
        json.WriteNumber("seq", request.Seq);
        json.WriteString("deadline", request.Deadline);
        json.WriteString("kind", DomainWords.Of(request.Kind));
        json.WriteBoolean("ofHelper", request.OfHelper);
    }

    public static void Write(Utf8JsonWriter json, OpenCall call)
    {
        json.WriteString("agentRequestId", call.AgentRequestId);
        json.WriteString("tool", call.Tool);
        json.WriteNumber("seq", call.Seq);
    }

    public static void Write(Utf8JsonWriter json, ProcessLease process)
    {
        json.WriteString("launch", process.Launch.Value);
        if (process.Pid is { } pid) json.WriteNumber("pid", pid);
        json.WriteNumber("startTicks", process.StartTicks);
        json.WriteNumber("nextPiece", process.NextPiece);
        json.Time("idleUntil", process.IdleUntil);
        json.WriteNumber("background", process.Background);
        json.WriteNumber("strayBytes", process.StrayBytes);
        json.Part("told", process.Told, Write);
        json.Parts("asked", process.Asked, Write);
        json.WriteBoolean("ending", process.Ending);
    }

    private static void Write(Utf8JsonWriter json, AskedChoice asked)
    {
        json.WriteNumber("piece", asked.Piece);
        json.WriteString("setting", DomainWords.Of(asked.Setting));
        json.WriteString("value", asked.Value);
        json.Text("before", asked.Before);
    }

    public static void Write(Utf8JsonWriter json, InputPiece piece)
    {
        json.WriteString("launch", piece.Launch.Value);
        json.WriteNumber("number", piece.Number);
        json.WriteString("kind", DomainWords.Of(piece.Kind));
        json.Text("turn", piece.Turn?.Value);
        json.WriteNumber("wordsSeq", piece.WordsSeq);
        json.WriteNumber("decisionSeq", piece.DecisionSeq);
        json.Text("agentRequestId", piece.AgentRequestId);
        if (piece.Decision is { } decision) json.WriteString("decision", DomainWords.Of(decision));
        json.Text("reason", piece.Reason);
        if (piece.Setting is { } setting) json.WriteString("setting", DomainWords.Of(setting));
        json.Text("value", piece.Value);
    }
}
