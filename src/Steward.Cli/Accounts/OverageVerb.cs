using System.CommandLine;
using System.Text.Json;
using Steward.Cli.CommandLine;
using Steward.Cli.Terminals;
using Steward.Protocol;
using Steward.Protocol.Accounts;
using Steward.Protocol.Client;

namespace Steward.Cli.Accounts;

internal sealed class OverageVerb : Verb
{
    private readonly Argument<string> what = new("what") { Description = "show what is cached, clear it, or have Claude Code ask anew" };
    private readonly Option<string?> agent = AgentOption.Create();
    private readonly Option<string?> workspace = new("--workspace") { Description = "refresh: the folder to run Claude Code in (this one)", HelpName = "folder" };
    private readonly Option<string?> limit = new("--timeout") { Description = "refresh: how long it may take (2m)", HelpName = "time" };

    public OverageVerb() : base("overage", "What Claude Code has cached of the extra usage: show, clear, refresh")
    {
        what.AcceptOnlyFromAmong([.. Words]);
        Add(what);
        foreach (var option in (ReadOnlySpan<Option>)[agent, workspace, limit]) Add(option);
    }

    public override IReadOnlyList<string> Words => ["show", "clear", "refresh"];

    public override string Examples => """
        steward auth overage show
        steward auth overage clear                    keeps a copy: ~/.claude.json.bak.<time>
        steward auth overage refresh --workspace ~/project
        """;

    public override async Task<ExitCode> RunAsync(ParseResult parsed, CommandContext context, CancellationToken stop)
    {
        var (accounts, name) = (new AccountAccess(context), parsed.GetValue(agent));
        switch (parsed.GetRequiredValue(what))
        {
            case "show":
                Show(await accounts.OverageAsync(name, stop), context);
                return ExitCode.Ok;
            case "clear":
                Say(await accounts.ClearOverageAsync(name, stop), context);
                return ExitCode.Ok;
            default:
                var (folder, most) = (Folder(parsed.GetValue(workspace), context), TimeLimit.Parse(parsed.GetValue(limit), "--timeout"));
                Show(await accounts.RefreshOverageAsync(name, folder, most, stop), context);
                return ExitCode.Ok;
        }
    }

    private static string Folder(string? workspace, CommandContext context)
    {
        var folder = workspace is null ? context.Directory : context.PathOf(workspace);
        return Directory.Exists(folder)
            ? folder
            : throw new CommandException("no_directory", "usage", $"The folder {SafeText.Line(folder)} is not there.", "steward auth overage refresh --workspace ~/project", ExitCode.Usage);
    }

    private static void Show(OverageView overage, CommandContext context)
    {
        if (context.Json)
        {
            context.Terminal.Out.WriteLine(JsonSerializer.Serialize(overage, WireJson.Default.OverageView));
            return;
        }
        foreach (var line in AuthText.Overage(overage.CachedExtraUsageDisabledReason, overage.Grants)) context.Terminal.Out.WriteLine(line);
        context.Terminal.Out.WriteLine($"checkedAt: {AuthText.Iso(overage.CheckedAt)}");
        var written = overage.FileWrittenAt is { } at ? $"written {AuthText.Iso(at)}" : "not there";
        context.Terminal.Out.WriteLine($"file: {SafeText.Line(overage.File ?? "no home folder is known")} ({written})");
    }

    private static void Say(OverageCleared cleared, CommandContext context)
    {
        if (context.Json)
        {
            context.Terminal.Out.WriteLine(JsonSerializer.Serialize(cleared, WireJson.Default.OverageCleared));
            return;
        }
        context.Terminal.Out.WriteLine("cleared");
        context.Terminal.Error.WriteLine(cleared.Backup is { } copy ? $"the file as it was: {context.Shown(copy)}" : "nothing was cached; nothing was changed");
    }
}
