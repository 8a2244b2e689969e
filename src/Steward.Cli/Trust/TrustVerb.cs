using System.CommandLine;
using System.Text.Json;
using Steward.Cli.CommandLine;
using Steward.Cli.Supervision;
using Steward.Cli.Terminals;
using Steward.Protocol;
using Steward.Protocol.Client;
using Steward.Protocol.Trust;

namespace Steward.Cli.Trust;

internal sealed class TrustVerb : Verb
{
    private readonly Argument<string[]> words = new("folder") { Arity = ArgumentArity.ZeroOrMore, Description = "the folder (this one); or list; or revoke and a folder" };
    private readonly Option<bool> yes = new("--yes", "-y") { Description = "do not ask" };

    public TrustVerb() : base("trust", "Trust what a folder tells agents' programs to run")
    {
        Add(words);
        Add(yes);
    }

    public override string Examples => """
        steward trust               (shows the files, and asks)
        steward trust list
        steward trust revoke ~/project
        """;

    public override async Task<ExitCode> RunAsync(ParseResult parsed, CommandContext context, CancellationToken stop)
    {
        string[] given = parsed.GetValue(words) ?? [];
        if (given is [_, _, _, ..] or [not "revoke", _])
            throw new CommandException("too_many", "usage", "One folder at a time.", "steward trust [folder]   steward trust revoke <folder>", ExitCode.Usage);
        var client = await DaemonConnection.OpenAsync(context, stop);
        return given switch
        {
            ["list"] => List(await client.TrustAsync(stop: stop), context),
            ["revoke", var folder] => Revoked(await client.RevokeTrustAsync(Folder(folder, context), stop), context),
            ["revoke"] => Revoked(await client.RevokeTrustAsync(Folder(".", context), stop), context),
            [var folder] => await TrustAsync(client, Folder(folder, context), parsed.GetValue(yes), context, stop),
            _ => await TrustAsync(client, Folder(".", context), parsed.GetValue(yes), context, stop),
        };
    }

    private static async Task<ExitCode> TrustAsync(StewardClient client, string folder, bool yes, CommandContext context, CancellationToken stop)
    {
        var seen = (await client.TrustAsync(folder, stop)).Single();
        if (!context.Json) Show(seen, context);
        if (seen.Files.All(static file => file.Trusted) && !context.Json) return ExitCode.Ok;
        if (!yes && !Agrees(context))
            throw new CommandException("not_trusted", "workspace", "Nothing was trusted.", "steward trust --yes   (after a look at the files)", ExitCode.Permanent);
        var trusted = await client.TrustAsync(new TrustRequest(folder, seen.Files), stop);
        context.Terminal.Out.WriteLine(context.Json
            ? JsonSerializer.Serialize(trusted, WireJson.Default.TrustView)
            : $"Trusted as they are now: {trusted.Files.Count} files. When one changes, you are asked again.");
        return ExitCode.Ok;
    }

    private static void Show(TrustView seen, CommandContext context)
    {
        var output = context.Terminal.Out;
        if (seen.Files.Count == 0)
            output.WriteLine($"Nothing in {SafeText.Line(context.Shown(seen.Directory))} tells an agent's program what to run.");
        foreach (var file in seen.Files)
            output.WriteLine($"{(file.Trusted ? "trusted" : "new    ")}  {file.Sha256[..12]}  {SafeText.Line(context.Shown(file.Path))}");
    }

    private static bool Agrees(CommandContext context)
    {
        if (!context.Terminal.InputIsTerminal || !context.Terminal.ErrorIsTerminal) return false;
        context.Terminal.Error.Write("These files can run programs as you. Have you looked at them, and trust them? [y/N] ");
        return Console.In.ReadLine()?.Trim() is "y" or "Y" or "yes";
    }

    private static ExitCode List(IReadOnlyList<TrustView> trusted, CommandContext context)
    {
        if (context.Json) context.Terminal.Out.WriteLine(JsonSerializer.Serialize(trusted, WireJson.Default.IReadOnlyListTrustView));
        else if (trusted.Count == 0) context.Terminal.Out.WriteLine("No folder is trusted.");
        else
            foreach (var record in trusted)
                context.Terminal.Out.WriteLine($"{SafeText.Line(context.Shown(record.Directory))}  ({record.Files.Count} files)");
        return ExitCode.Ok;
    }

    private static ExitCode Revoked(RevokeAnswer answer, CommandContext context)
    {
        context.Terminal.Out.WriteLine(context.Json
            ? JsonSerializer.Serialize(answer, WireJson.Default.RevokeAnswer)
            : answer.Revoked > 0 ? "Not trusted any more; sessions that run are not touched." : "It was not trusted.");
        return ExitCode.Ok;
    }

    private static string Folder(string given, CommandContext context) => Path.TrimEndingDirectorySeparator(context.PathOf(given));
}
