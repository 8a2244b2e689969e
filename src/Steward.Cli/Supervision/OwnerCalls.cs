using System.Globalization;
using System.Text.Json;
using Steward.Cli.Permissions;
using Steward.Cli.Terminals;

namespace Steward.Cli.Supervision;

/// <summary>Sessions that do not go on without their owner, each with what it wants and what to do. Read by hand: <c>status</c> is in a hurry.</summary>
internal static class OwnerCalls
{
    private const int ReasonLength = 100, ToolLength = 60;

    public static IEnumerable<string> Of(DaemonSight daemon)
    {
        foreach (var session in daemon.Root.GetProperty("sessions").EnumerateArray())
        {
            if (Want(session) is not { } want) continue;
            var shortId = SafeText.Line(Text(session, "shortId") ?? "");
            var name = Text(session, "name") is { } named ? $" {SafeText.Line(named)}" : "";
            yield return $"{shortId}{name} {want}: {Help(session) ?? $"steward attach {shortId}"}";
        }
    }

    private static string? Want(JsonElement session) => Text(session, "status") switch
    {
        "awaiting-permission" => Asked(session),
        _ when session.TryGetProperty("pendingPermissions", out var pending) && pending.GetInt32() > 0 => Asked(session),
        "parked" => $"is parked ({Short(Text(session, "parkedBecause") ?? "no reason is known")})",
        "interrupted" => "was interrupted",
        "idle" when Failure(session) is { } failure => $"failed its last turn ({Short(Text(failure, "message") ?? "no reason is known")})",
        _ => null,
    };

    private static string Asked(JsonElement session)
    {
        if (!session.TryGetProperty("asks", out var asks) || asks.ValueKind != JsonValueKind.Array || asks.GetArrayLength() == 0) return AskWords.Of("permission");
        var first = asks[0];
        var tool = AskWords.IsAboutTool(Text(first, "kind")) && Text(first, "toolName") is { Length: > 0 } name ? $": {SafeText.Shorten(SafeText.Exact(name), ToolLength)}" : "";
        var whose = first.TryGetProperty("ofHelper", out var helper) && helper.ValueKind == JsonValueKind.True ? $" ({AskWords.OfHelper})" : "";
        var more = asks.GetArrayLength() > 1 ? string.Create(CultureInfo.InvariantCulture, $", and {asks.GetArrayLength() - 1} more") : "";
        return AskWords.Of(Text(first, "kind")) + tool + whose + more;
    }

    /// <summary>Writing to a session whose account is refused would only fail again.</summary>
    private static string? Help(JsonElement session) =>
        Text(session, "status") is "idle" && Failure(session) is { } failure && Text(failure, "kind") is "auth" or "billing" or "out_of_credits" or "overage_disabled"
            ? "steward auth diagnose"
            : null;

    private static JsonElement? Failure(JsonElement session) => session.TryGetProperty("lastFailure", out var failure) ? failure : null;

    private static string Short(string text) => SafeText.Shorten(text, ReasonLength);

    private static string? Text(JsonElement session, string name) => session.TryGetProperty(name, out var value) ? value.GetString() : null;
}
