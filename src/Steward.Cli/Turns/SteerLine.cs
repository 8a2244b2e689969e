using Steward.Protocol.Turns;

namespace Steward.Cli.Turns;

/// <summary>A typed line that is for the turn that runs: <c>/steer</c> and what follows it.</summary>
internal static class SteerLine
{
    public const string Command = "/steer";

    /// <summary>The words for the turn, or null when the line is something else.</summary>
    public static string? Of(string line) =>
        line.TrimStart() is var text && text.StartsWith(Command, StringComparison.Ordinal) && text.Length > Command.Length && char.IsWhiteSpace(text[Command.Length])
        && text[Command.Length..].Trim() is { Length: > 0 } words
            ? words
            : null;

    public static SteerRequest Request(string words, string clientId) => new() { Content = words, ClientId = clientId, RequestId = Guid.NewGuid().ToString("N") };
}
