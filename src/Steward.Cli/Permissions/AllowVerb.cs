using System.CommandLine;
using System.Text.Json;
using Steward.Protocol.Client;
using Steward.Protocol.Permissions;

namespace Steward.Cli.Permissions;

internal sealed class AllowVerb : DecideVerb
{
    private const int MostBytes = 512 << 10;

    private readonly Option<string?> remember = new("--remember")
    {
        Description = "allow the same from now on, in this session or for this agent",
        HelpName = "session|agent",
        Arity = ArgumentArity.ZeroOrOne,
    };

    private readonly Option<string?> input = new("--input") { Description = "allow this input (a JSON object in a file) instead", HelpName = "file" };
    private readonly Option<bool> seen = new("--seen") { Description = "what is too long for a glance was read: steward permissions show" };

    public AllowVerb() : base("allow", "Allow what was asked")
    {
        Add(remember);
        Add(input);
        Add(seen);
    }

    public override string Examples => """
        steward permissions allow
        steward permissions allow perm_026ae435 --remember session
        steward permissions allow perm_026ae435 --input changed.json
        """;

    protected override ResolvePermissionRequest AnswerTo(PermissionView question, ParseResult parsed)
    {
        var whole = PermissionQuestion.Of(question);
        if (parsed.GetValue(input) is null && whole is { FullyShown: false, IsChoice: false } && !parsed.GetValue(seen))
            throw new CommandException(
                "not_seen", "permission", $"What it would run is too long for a glance: {whole.Digest}.",
                $"read it with: steward permissions show {question.RequestId}, and allow it with --seen", ExitCode.Failure);
        return new ResolvePermissionRequest("allow") { Remember = Scope(parsed), UpdatedInput = parsed.GetValue(input) is { } file ? Read(file) : null };
    }

    private string? Scope(ParseResult parsed) => parsed.GetResult(remember) is null ? null : parsed.GetValue(remember) switch
    {
        null or "session" => "session",
        "agent" => "agent",
        var other => throw new CommandException(
            "bad_value", "usage", $"--remember is session or agent, not \"{Terminals.SafeText.Line(other)}\".",
            "name the question first: steward permissions allow <request> --remember session", ExitCode.Usage),
    };

    private static JsonElement Read(string file)
    {
        try
        {
            if (new FileInfo(file).Length > MostBytes) throw Bad(file, $"is larger than {MostBytes >> 10} KiB");
            using var json = JsonDocument.Parse(File.ReadAllBytes(file));
            return json.RootElement.ValueKind == JsonValueKind.Object ? json.RootElement.Clone() : throw Bad(file, "holds no JSON object");
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw Bad(file, $"cannot be read: {Terminals.FileWords.Of(failure, file)}");
        }
        catch (JsonException failure)
        {
            throw Bad(file, $"is no JSON: {failure.Message}");
        }
    }

    private static CommandException Bad(string file, string what) => new(
        "bad_input", "usage", $"{Terminals.SafeText.Line(file)} {what}.", "begin with what was asked: steward permissions show --json", ExitCode.Usage);
}
