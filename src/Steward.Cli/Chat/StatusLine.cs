using System.Globalization;
using Steward.Cli.Events;
using Steward.Cli.Terminals;

namespace Steward.Cli.Chat;

/// <summary>The line below the prompt: who answers, where, what it has cost, and what goes on.</summary>
internal static class StatusLine
{
    public static string Of(Conversation conversation, bool connected, int columns) =>
        TextWidth.Fit(string.Join(" · ", Parts(conversation, connected)), columns);

    public static IEnumerable<string> Usage(Conversation conversation)
    {
        yield return string.Create(CultureInfo.InvariantCulture, $"  turns:    {conversation.Turns}");
        yield return string.Create(CultureInfo.InvariantCulture, $"  tokens:   {conversation.Tokens} ({conversation.CompletionTokens} of them written by the agent)");
        yield return $"  context:  {Context(conversation)} tokens read for the last answer";
        yield return $"  cost:     {(conversation.CostUsd is { } cost ? Dollars(cost) : "not told by this agent")}";
        foreach (var window in conversation.Windows) yield return $"  {WindowText.Of(window)}";
    }

    private static IEnumerable<string> Parts(Conversation conversation, bool connected)
    {
        var session = conversation.Session;
        // What goes on stands first: a narrow terminal shows that much.
        yield return connected ? conversation.State : "reconnecting…";
        yield return SafeText.Line(session.Agent);
        if (conversation.Model is { } model) yield return SafeText.Line(model);
        yield return conversation.Name is { } name ? $"{session.ShortId} {SafeText.Line(name)}" : session.ShortId;
        if (session.BypassesPermissions) yield return "asks for no permission";
        if (conversation.Tokens > 0) yield return $"{Count(conversation.Tokens)} tokens";
        if (conversation.ContextTokens > 0) yield return $"context {Context(conversation)}";
        if (conversation.CostUsd is { } cost) yield return Dollars(cost);
    }

    private static string Context(Conversation conversation) => conversation.ContextWindow is > 0 and var window
        ? string.Create(CultureInfo.InvariantCulture, $"{Count(conversation.ContextTokens)} of {Count(window)} ({100.0 * conversation.ContextTokens / window:0}%)")
        : Count(conversation.ContextTokens);

    private static string Count(long tokens) => tokens switch
    {
        < 1000 => tokens.ToString(CultureInfo.InvariantCulture),
        < 1_000_000 => string.Create(CultureInfo.InvariantCulture, $"{tokens / 1000.0:0.0}k"),
        _ => string.Create(CultureInfo.InvariantCulture, $"{tokens / 1_000_000.0:0.0}M"),
    };

    private static string Dollars(double cost) => string.Create(CultureInfo.InvariantCulture, $"${cost:0.00##}");
}
