using System.CommandLine;
using System.Globalization;
using Steward.Cli.Terminals;
using Steward.Protocol;
using Steward.Protocol.Agents;
using Steward.Protocol.Client;

namespace Steward.Cli.Agents;

internal sealed class ShowAgentVerb() : AgentVerb("show", "Show one agent with all that is known about it")
{
    protected override async Task RunAsync(string agent, StewardClient client, ParseResult parsed, CommandContext context, CancellationToken stop)
    {
        var view = await client.AgentAsync(agent, stop);
        Say(context, view, WireJson.Default.AgentView, string.Join('\n', Lines(view)));
    }

    private static IEnumerable<string> Lines(AgentView view)
    {
        yield return $"id:         {SafeText.Line(view.Id)}{(view.IsDefault ? "  (default)" : "")}";
        if (view.Name != view.Id) yield return $"name:       {SafeText.Line(view.Name)}";
        yield return $"runtime:    {SafeText.Line(view.Runtime)}";
        if (view.Workspace is { } workspace) yield return $"workspace:  {SafeText.Line(workspace)}";
        if (view.Model is { } model) yield return $"model:      {SafeText.Line(model)}";
        if (view.PermissionMode is { } mode) yield return $"mode:       {SafeText.Line(mode)}";
        if (view.Home is { } home) yield return $"home:       {SafeText.Line(home)}";
        if (view.RegisteredAt is { } since) yield return $"registered: {since.ToLocalTime().ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture)}";
        yield return string.Create(CultureInfo.InvariantCulture, $"sessions:   {view.Sessions} ({view.Active} at work)");
        if (view.Note is { } note) yield return $"note:       {SafeText.Line(note)}";
    }
}
