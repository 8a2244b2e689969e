using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace Steward.ClaudeCode.Tests.LanguageModel;

/// <summary>What a scripted model does next.</summary>
internal abstract partial record ModelStep
{
    private const string PlainAnswer = "There was no marker in this message.";

    /// <summary>
    /// A message says by a marker what shall come of it: <c>[[text:…]]</c>, <c>[[slow:COUNT:SECONDS]]</c> (that many words, so far apart),
    /// <c>[[slow:COUNT:SECONDS:WORD]]</c>, <c>[[notes:]]</c> (what stands between the marks of its notes, in its system prompt),
    /// <c>[[told:TEXT]]</c> (whether the system prompt holds it), <c>[[tool:NAME:{…}]]</c> (and then the tool's result), <c>[[think:…]]</c>, <c>[[err:CODE]]</c>, <c>[[err:CODE:TYPE]]</c>
    /// (<c>credit</c>; <c>5h</c>: the window of five hours is used up), <c>[[login:]]</c> (how the token ends that the request
    /// came with), and, of the stand-in alone, <c>[[odd:]]</c>. Several, each on a line of its own, are done one after the other.
    /// </summary>
    public static ModelStep Of(string message, int step, string? toolResult, string systemPrompt = "")
    {
        var markers = Markers().Matches(message);
        if (markers.Count == 0)
            return new ModelText(PlainAnswer);
        var marker = markers[Math.Min(step, markers.Count - 1)];
        var rest = marker.Groups[2].Value;
        var parts = rest.Split(':', 2);
        return marker.Groups[1].Value switch
        {
            "text" => new ModelText(rest),
            "slow" => Slow(rest.Split(':')),
            "notes" => new ModelText(Regex.Match(systemPrompt, @"<notes (\w+)>\n(.*)\n</notes \1>", RegexOptions.Singleline) is { Success: true } notes ? notes.Groups[2].Value : "no notes"),
            "told" => new ModelText(systemPrompt.Contains(rest, StringComparison.Ordinal) ? "was told" : "was not told"),
            "think" => new ModelText(rest) { Thoughts = "Let me think." },
            "tool" when step < markers.Count => new ModelTool(parts[0], JsonDocument.Parse(parts[1]).RootElement),
            "tool" => new ModelText($"done: {toolResult}"),
            "odd" => new ModelOdd(),
            "login" => new ModelLogin(),
            _ => new ModelError(Number(parts[0]), parts.Length > 1 ? parts[1] : null),
        };
    }

    private static ModelText Slow(string[] parts) =>
        new(string.Join(' ', Enumerable.Range(0, Number(parts[0])).Select(n => $"{(parts.Length > 2 ? parts[2] : "tok")}{n}")), Seconds(parts[1]));

    // The input of a tool may hold brackets of its own: a marker ends where the next line begins one, or at the last brackets.
    [GeneratedRegex(@"\[\[(text|slow|tool|think|err|notes|told|login|odd):(.*?)\]\](?=\n\[\[|(?!.*\]\]))", RegexOptions.Singleline)]
    private static partial Regex Markers();

    private static int Number(string text) => int.Parse(text, CultureInfo.InvariantCulture);

    private static TimeSpan Seconds(string text) => TimeSpan.FromSeconds(double.Parse(text, CultureInfo.InvariantCulture));
}

internal sealed record ModelText(string Text, TimeSpan Pause = default) : ModelStep
{
    public string? Thoughts { get; init; }

    /// <summary>As it is streamed: word by word.</summary>
    public IEnumerable<string> Pieces => Regex.Matches(Text, @"\S+\s*|\s+").Select(static match => match.Value);
}

/// <summary>Lines that nobody understands, and then an answer.</summary>
internal sealed record ModelOdd : ModelStep;

internal sealed record ModelLogin : ModelStep
{
    public static ModelStep Seen(string? token) => string.IsNullOrEmpty(token) ? new ModelError(401, null) : new ModelText($"logged in by {token.Split('-')[^1]}");
}

internal sealed record ModelTool(string Name, JsonElement Input) : ModelStep;

internal sealed record ModelError(int Status, string? Case) : ModelStep
{
    public string Type => Status switch
    {
        400 => "invalid_request_error",
        401 => "authentication_error",
        403 => "permission_error",
        429 => "rate_limit_error",
        529 => "overloaded_error",
        _ => "api_error",
    };

    public string Message => (Status, Case) switch
    {
        (400, "credit") => "Your credit balance is too low to access the Anthropic API. Please go to Plans & Billing to upgrade or purchase credits.",
        (401, _) => "invalid x-api-key",
        (529, _) => "Overloaded",
        _ => $"Scripted error {Status}.",
    };
}
