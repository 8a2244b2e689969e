using System.Collections.Immutable;
using System.Text.Json;
using Steward.Daemon.Events;
using Steward.Domain.Sessions;
using Steward.Domain.Usage;

namespace Steward.Daemon.Sessions.Stored;

/// <summary>A state from JSON.</summary>
internal static class SessionReading
{
    public static SessionState Read(JsonElement state) => new()
    {
        Id = new SessionId(state.Text("id")),
        Seq = state.Number("seq"),
        Agent = state.Text("agent"),
        Directory = state.Text("directory"),
        ForkOf = state.Part("forkOf", PartReading.Fork),
        Worktree = state.Part("worktree", PartReading.Worktree),
        Sandbox = state.Flag("sandbox"),
        Attended = state.Flag("attended"),
        SearchPath = state.TextOrNull("searchPath"),
        Title = state.TextOrNull("title"),
        Name = state.TextOrNull("name"),
        Metadata = Metadata(state),
        CreatedAt = state.Time("createdAt") ?? throw JsonFields.Missing("createdAt"),
        UpdatedAt = state.Time("updatedAt") ?? default,
        Choices = state.Part("choices", PartReading.Choices) ?? SessionChoices.None,
        Limits = state.Part("limits", Limits) ?? SessionLimits.Default,
        Rules = state.Parts("rules", PartReading.Rule),
        TurnCount = (int)state.Number("turnCount"),
        Turn = state.Part("turn", PartReading.Turn),
        Waiting = state.Parts("waiting", PartReading.Waiting),
        Requests = state.Parts("requests", PartReading.Request),
        Calls = state.Parts("calls", PartReading.Call),
        Reported = state.TextOrNull("reported"),
        Usage = state.Part("usage", UsageReading.OfSession) ?? SessionUsage.None,
        Windows = state.Parts("windows", UsageReading.Window),
        Todo = state.Parts("todo", PartReading.Todo),
        LastFailure = state.Part("lastFailure", PartReading.Failure),
        AskedBy = state.Parts("askedBy", static agent => agent.GetString() ?? ""),
        Process = state.Part("process", PartReading.Process),
        Outbox = state.Parts("outbox", PartReading.Piece),
        Conversation = state.TextOrNull("conversation"),
        Crashes = Crashes(state),
        ParkedBecause = state.TextOrNull("parkedBecause"),
        End = state.TextOrNull("end") is { } end ? DomainWords.ToSessionEnd(end) : null,
        Archived = state.Flag("archived"),
    };

    private static ImmutableSortedDictionary<string, string> Metadata(JsonElement state)
    {
        var metadata = ImmutableSortedDictionary<string, string>.Empty;
        if (state.Member("metadata") is { } entries)
            foreach (var entry in entries.EnumerateObject())
                metadata = metadata.SetItem(entry.Name, entry.Value.GetString() ?? "");
        return metadata;
    }

    private static ImmutableList<DateTimeOffset> Crashes(JsonElement state)
    {
        ImmutableList<DateTimeOffset> crashes = [];
        if (state.Member("crashes") is { } times)
            foreach (var time in times.EnumerateArray())
                crashes = crashes.Add(time.GetDateTimeOffset());
        return crashes;
    }

    private static SessionLimits Limits(JsonElement limits)
    {
        var standard = SessionLimits.Default;
        return new SessionLimits
        {
            PermissionTimeout = limits.Span("permissionTimeout") ?? standard.PermissionTimeout,
            IdleTimeout = limits.Span("idleTimeout") ?? standard.IdleTimeout,
            CancelTimeout = limits.Span("cancelTimeout") ?? standard.CancelTimeout,
            StallTimeout = limits.Span("stallTimeout") ?? standard.StallTimeout,
            StallCancel = limits.Span("stallCancel") ?? standard.StallCancel,
            TurnOutputBytes = limits.Number("turnOutputBytes", standard.TurnOutputBytes),
            MaxWaiting = (int)limits.Number("maxWaiting", standard.MaxWaiting),
            MaxResumes = (int)limits.Number("maxResumes", standard.MaxResumes),
            ResumeWithin = limits.Span("resumeWithin") ?? standard.ResumeWithin,
            MaxCrashes = (int)limits.Number("maxCrashes", standard.MaxCrashes),
            CrashWindow = limits.Span("crashWindow") ?? standard.CrashWindow,
        };
    }
}
