using System.CommandLine;
using Steward.Protocol.Client;

namespace Steward.Cli.Sessions;

internal sealed class ExportVerb : SessionVerb
{
    private readonly Option<string?> output = new("--output", "-o") { Description = "a new file to write to (standard output)", HelpName = "file" };

    public ExportVerb() : base("export", "Write all events of a session as JSON lines") => Add(output);

    public override string Examples => """
        steward sessions export fix-tests > fix-tests.jsonl
        """;

    protected override async Task RunAsync(string session, StewardClient client, ParseResult parsed, CommandContext context, CancellationToken stop)
    {
        await using var into = parsed.GetValue(output) is { } file ? Create(context.PathOf(file)) : Terminals.Terminal.OpenOut();
        await client.ExportAsync(session, into, stop);
    }

    private static FileStream Create(string path)
    {
        try
        {
            return new FileStream(path, new FileStreamOptions
            {
                Mode = FileMode.CreateNew,
                Access = FileAccess.Write,
                // Prompts and answers are their owner's alone.
                UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite,
            });
        }
        catch (Exception refused) when (refused is IOException or UnauthorizedAccessException)
        {
            throw new CommandException("no_output", "usage", $"{Terminals.SafeText.Line(path)} cannot be made: {refused.Message}", "name a file that is not there yet", ExitCode.Failure);
        }
    }
}
