using System.CommandLine;
using System.Globalization;
using Steward.Cli.Events;
using Steward.Cli.Terminals;
using Steward.Protocol;
using Steward.Protocol.Client;
using Steward.Protocol.Sessions;

namespace Steward.Cli.Sessions;

internal sealed class ShowVerb() : SessionVerb("show", "Show one session with all that is known about it")
{
    protected override async Task RunAsync(string session, StewardClient client, ParseResult parsed, CommandContext context, CancellationToken stop)
    {
        var view = await client.SessionAsync(session, stop);
        Say(context, view, WireJson.Default.SessionView, string.Join('\n', Lines(view)));
    }

    private static IEnumerable<string> Used(SessionView view)
    {
        if (view.Usage is { } usage)
        {
            var cost = usage.CostUsd is { } dollars ? string.Create(CultureInfo.InvariantCulture, $", ${dollars:0.00##}") : "";
            yield return string.Create(CultureInfo.InvariantCulture, $"used:      {usage.PromptTokens + usage.CompletionTokens} tokens{cost}");
            if (usage.ContextTokens is { } context)
                yield return string.Create(CultureInfo.InvariantCulture, $"context:   {context}{(usage.ContextWindow is { } window ? $" of {window}" : "")} tokens");
        }
        foreach (var window in view.Windows ?? []) yield return $"account:   {WindowText.Of(window)}";
        if (view.Todo is not { Count: > 0 } todo) yield break;
        yield return $"to do:     {TodoText.Brief(todo)}";
        foreach (var item in TodoText.Lines(todo)) yield return $"           {item}";
    }

    private static IEnumerable<string> Lines(SessionView view)
    {
        yield return $"id:        {view.Id}  (short: {view.ShortId})";
        if (view.Name is { } name) yield return $"name:      {SafeText.Line(name)}";
        if (view.Title is { } title) yield return $"title:     {SafeText.Line(title)}";
        yield return $"status:    {view.Status}{(view.Archived ? " (archived)" : "")}";
        if (view.ParkedBecause is { } reason) yield return $"because:   {SafeText.Line(reason)}";
        if (view.LastFailure is { } failure)
        {
            yield return $"failed:    {SafeText.Line(failure.Message)}";
            if (failure.Fix is { } fix) yield return $"fix:       {SafeText.Line(fix)}";
        }
        yield return $"agent:     {SafeText.Line(view.Agent)}";
        if (view.Model is { } model) yield return $"model:     {SafeText.Line(model)}";
        if (view.PermissionMode is { } mode) yield return $"mode:      {SafeText.Line(mode)}{(view.BypassesPermissions ? "  (asks for no permission!)" : "")}";
        yield return $"directory: {SafeText.Line(view.Directory)}";
        if (view.Sandbox) yield return "sandbox:   yes";
        if (view.Worktree is { } copy)
        {
            yield return $"worktree:  {SafeText.Line(copy.Path)}{(copy.Exists ? "" : " (removed: it had no changes)")}";
            yield return $"branch:    {SafeText.Line(copy.Branch)} of {SafeText.Line(copy.Source)}, from {SafeText.Shorten(copy.Base, 12)}";
            if (copy.Exists) yield return $"diff:      steward sessions diff {view.ShortId}";
        }
        yield return string.Create(CultureInfo.InvariantCulture, $"turns:     {view.TurnCount} ({view.QueuedTurns} waiting)");
        if (view.Pid is { } pid) yield return string.Create(CultureInfo.InvariantCulture, $"pid:       {pid}");
        if (view.PendingPermissions > 0) yield return string.Create(CultureInfo.InvariantCulture, $"questions: {view.PendingPermissions} (steward permissions list)");
        foreach (var line in Used(view)) yield return line;
        yield return $"created:   {view.CreatedAt.ToLocalTime().ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture)}";
        yield return $"updated:   {view.UpdatedAt.ToLocalTime().ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture)}";
        yield return string.Create(CultureInfo.InvariantCulture, $"events:    {view.Seq} (steward sessions events {view.ShortId})");
    }
}
