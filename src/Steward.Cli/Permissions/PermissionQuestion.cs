using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Steward.Cli.Terminals;
using Steward.Protocol.Events;
using Steward.Protocol.Permissions;

namespace Steward.Cli.Permissions;

/// <summary>
/// A question with what exactly will run. What does not fit is not shortened in silence: its size and digest are said, and it
/// cannot be allowed before the whole has been shown.
/// </summary>
internal sealed class PermissionQuestion
{
    private const int LineLimit = 24, CharacterLimit = 3000, EndLength = 600;

    private readonly string exact, raw, kind;
    private readonly bool ofHelper;
    private readonly ChoiceSheet? choices;

    public PermissionQuestion(
        string requestId, string toolName, JsonElement args, string? description, DateTimeOffset deadline, string kind = "permission",
        IReadOnlyList<ChoiceQuestionView>? questions = null, string? address = null, bool ofHelper = false)
    {
        (RequestId, ToolName, Deadline, this.kind, this.ofHelper) = (requestId, toolName, deadline, kind, ofHelper);
        Description = IsOfServer ? null : description;
        choices = kind == "choice" || (kind == "form" && questions is { Count: > 0 }) ? new ChoiceSheet(questions ?? []) : null;
        exact = SafeText.Exact(IsOfServer ? ServerText.Of(description, choices?.Text, address) : choices?.Text ?? ArgumentText.Of(args));
        raw = args.GetRawText();
        FullyShown = exact.Length <= CharacterLimit && exact.AsSpan().Count('\n') < LineLimit;
    }

    public string RequestId { get; }

    public string ToolName { get; }

    public string? Description { get; }

    public DateTimeOffset Deadline { get; }

    public bool IsChoice => choices is not null;

    public bool IsPlan => kind == "plan";

    public bool IsPermission => !IsChoice && !IsPlan && !IsOfServer;

    /// <summary>It comes from a server of the agent's, and no tool waits to run.</summary>
    private bool IsOfServer => kind is "form" or "link";

    /// <summary>What was chosen, once everything is.</summary>
    public IReadOnlyDictionary<string, IReadOnlyList<string>>? Answers => choices is { Next: null } ? choices.Answers : null;

    /// <summary>Whether every character of what will run has stood on the screen.</summary>
    public bool FullyShown { get; private set; }

    public static PermissionQuestion Of(PermissionRequestPayload asked) =>
        new(asked.RequestId, asked.ToolName, asked.Args, asked.Description, asked.Deadline, asked.Kind, asked.Questions, asked.Address, asked.OfHelper);

    public static PermissionQuestion Of(PermissionView asked) =>
        new(asked.RequestId, asked.ToolName, asked.Args, asked.Description, asked.Deadline, asked.Kind, asked.Questions, asked.Address, asked.OfHelper);

    public bool TryChoose(string said) => choices?.TryAnswer(said) ?? false;

    /// <summary>What was chosen was no answer.</summary>
    public void BeginAnew() => choices?.BeginAnew();

    public string Text(Style style, DateTimeOffset now)
    {
        var text = new StringBuilder();
        text.Append(style.Yellow("?")).Append(' ').Append(style.Bold(SafeText.Line(ToolName))).Append(Purpose).Append('\n');
        if (Description is { Length: > 0 }) text.Append("  ").Append(SafeText.Line(Description)).Append('\n');
        AppendIndented(text, FullyShown ? exact : Ends());
        var left = Deadline > now ? Durations.Rough(Deadline - now) : "no time";
        text.Append(style.Dim(string.Create(
            CultureInfo.InvariantCulture, $"  {left} left, until {Deadline.ToLocalTime():HH:mm:ss}; unanswered it is denied"))).Append('\n');
        return text.ToString();
    }

    public string Prompt => this switch
    {
        { FullyShown: false } => "  too long to judge here: [f]ull shows all of it, [n]o denies: ",
        { IsChoice: true, IsOfServer: true } => $"  {SafeText.Shorten(choices!.Next?.Question ?? "", 60)}{(choices.Next is { Field.Required: false } ? " (- leaves it out)" : "")}; [n]o declines: ",
        { IsChoice: true } => $"  {SafeText.Shorten(choices!.Next?.Question ?? "", 60)} a number, or your own words; [n]o answer: ",
        { IsOfServer: true } => "  [y]es, [n]o, [s]top the turn: ",
        { IsPlan: true } => "  good? [y]es, [n]o, or say what to change: ",
        _ => "  allow? [y]es, [n]o (and why), [a]lways here, always for this [agent], [s]top the turn: ",
    };

    /// <summary>In a line, for whoever cannot be asked here.</summary>
    public string Waiting => this switch
    {
        { IsOfServer: true } => $"{SafeText.Line(ToolName)} {AskWords.Of(kind)}: steward permissions show {SafeText.Line(RequestId)}",
        { IsChoice: true } => $"waiting for what you choose: steward permissions show {SafeText.Line(RequestId)}",
        _ => $"waiting for permission to use {SafeText.Line(ToolName)}: steward permissions allow {SafeText.Line(RequestId)}",
    };

    public string ShowFull()
    {
        FullyShown = true;
        var text = new StringBuilder();
        AppendIndented(text, exact);
        return text.ToString();
    }

    /// <summary>By which anybody can tell that it is the same input, in bytes as it came.</summary>
    public string Digest => string.Create(
        CultureInfo.InvariantCulture, $"{Encoding.UTF8.GetByteCount(raw)} bytes, sha256 {Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(raw)))}");

    private string Purpose => $" {AskWords.Of(kind)}{(ofHelper ? $", {AskWords.OfHelper}" : "")}";

    private string Ends() => string.Create(
        CultureInfo.InvariantCulture,
        $"{exact[..EndLength]}\n…\n… {exact.Length - (2 * EndLength)} more characters of {exact.Length}; the input has {Digest}\n…\n{exact[^EndLength..]}");

    private static void AppendIndented(StringBuilder text, string block)
    {
        foreach (var line in block.Split('\n')) text.Append("    ").Append(line).Append('\n');
    }
}
