using Steward.Cli.Terminals;
using Steward.Protocol.Client;
using Steward.Protocol.Permissions;

namespace Steward.Cli.Permissions;

/// <summary>From what somebody names, the id of a question or its first characters, to the one that is meant.</summary>
internal static class WaitingQuestions
{
    public const string ArgumentHelp = "id of the question, or its first characters; not needed when only one waits";

    public static async Task<PermissionView> FindAsync(StewardClient client, string? given, CancellationToken stop)
    {
        var waiting = await client.PermissionsAsync(stop);
        if (given is not null && !waiting.Any(question => question.RequestId.StartsWith(given, StringComparison.Ordinal))) await SayHowItEndedAsync(client, given, stop);
        return Choose(given, waiting);
    }

    /// <summary>Somebody else may have been faster: then the daemon says who, and what was decided.</summary>
    private static async Task SayHowItEndedAsync(StewardClient client, string given, CancellationToken stop)
    {
        try
        {
            await client.PermissionAsync(given, stop);
        }
        catch (RefusedException unknown) when (unknown.Status == 404)
        {
            // It is none that the daemon remembers.
        }
    }

    /// <summary>In the few words that tell one question from another.</summary>
    public static string Brief(PermissionView question, int length) => SafeText.Shorten(
        SafeText.Exact(question.Kind is "form" or "link" ? question.Address ?? question.Description ?? "" : question.Questions is [var first, ..] ? first.Question : Events.ToolText.Brief(question.Args)), length);

    private static PermissionView Choose(string? given, IReadOnlyList<PermissionView> waiting)
    {
        if (given is null && waiting is [var only]) return only;
        var matching = given is null ? waiting : [.. waiting.Where(question => question.RequestId.StartsWith(given, StringComparison.Ordinal))];
        if (matching is [var found]) return found;
        var message = matching.Count == 0 ? given is null ? "No question waits." : $"No question {SafeText.Line(given)} waits." : "Several questions wait; name one.";
        throw new CommandException(
            matching.Count == 0 ? "no_such_request" : "ambiguous", "permission", message, "steward permissions list",
            matching.Count > 1 && given is null ? ExitCode.Usage : ExitCode.Failure);
    }
}
