using System.Globalization;
using System.Text.Json;
using Steward.Daemon.Events;
using Steward.Domain.Sessions;

namespace Steward.Daemon.Sessions.Stored;

/// <summary>A state as JSON. Nothing that is null is written; all else is, so that an earlier version finds what it expects.</summary>
internal static class SessionWriting
{
    public static void Write(Utf8JsonWriter json, SessionState state)
    {
        json.WriteStartObject();
        WriteOrigin(json, state);
        json.Part("choices", state.Choices, PartWriting.Write);
        json.Part("limits", state.Limits, Write);
        json.Parts("rules", state.Rules, PartWriting.Write);
        json.WriteNumber("turnCount", state.TurnCount);
        json.Part("turn", state.Turn, PartWriting.Write);
        json.Parts("waiting", state.Waiting, PartWriting.Write);
        json.Parts("requests", state.Requests, PartWriting.Write);
        json.Parts("calls", state.Calls, PartWriting.Write);
        json.Text("reported", state.Reported);
        json.Part("usage", state.Usage, UsageWriting.Write);
        json.Parts("windows", state.Windows, UsageWriting.Write);
        json.Parts("todo", state.Todo, PartWriting.Write);
        json.Part("lastFailure", state.LastFailure, PartWriting.Write);
        json.WriteStartArray("askedBy");
        foreach (var agent in state.AskedBy) json.WriteStringValue(agent);
        json.WriteEndArray();
        json.Part("process", state.Process, PartWriting.Write);
        json.Parts("outbox", state.Outbox, PartWriting.Write);
        json.Text("conversation", state.Conversation);
        json.WriteStartArray("crashes");
        foreach (var crash in state.Crashes) json.WriteStringValue(crash);
        json.WriteEndArray();
        json.Text("parkedBecause", state.ParkedBecause);
        if (state.End is { } end) json.WriteString("end", DomainWords.Of(end));
        json.WriteBoolean("archived", state.Archived);
        json.WriteEndObject();
    }

    private static void WriteOrigin(Utf8JsonWriter json, SessionState state)
    {
        json.WriteString("id", state.Id.Value);
        json.WriteNumber("seq", state.Seq);
        json.WriteString("agent", state.Agent);
        json.WriteString("directory", state.Directory);
        json.Part("forkOf", state.ForkOf, PartWriting.Write);
        json.Part("worktree", state.Worktree, PartWriting.Write);
        json.WriteBoolean("sandbox", state.Sandbox);
        json.WriteBoolean("attended", state.Attended);
        json.Text("searchPath", state.SearchPath);
        json.Text("title", state.Title);
        json.Text("name", state.Name);
        json.WriteStartObject("metadata");
        foreach (var (key, value) in state.Metadata) json.WriteString(key, value);
        json.WriteEndObject();
        json.WriteString("createdAt", state.CreatedAt);
        json.WriteString("updatedAt", state.UpdatedAt);
    }

    private static void Write(Utf8JsonWriter json, SessionLimits limits)
    {
        Span("permissionTimeout", limits.PermissionTimeout);
        Span("idleTimeout", limits.IdleTimeout);
        Span("cancelTimeout", limits.CancelTimeout);
        Span("stallTimeout", limits.StallTimeout);
        Span("stallCancel", limits.StallCancel);
        json.WriteNumber("turnOutputBytes", limits.TurnOutputBytes);
        json.WriteNumber("maxWaiting", limits.MaxWaiting);
        json.WriteNumber("maxResumes", limits.MaxResumes);
        Span("resumeWithin", limits.ResumeWithin);
        json.WriteNumber("maxCrashes", limits.MaxCrashes);
        Span("crashWindow", limits.CrashWindow);

        void Span(string name, TimeSpan value) => json.WriteString(name, value.ToString("c", CultureInfo.InvariantCulture));
    }
}
