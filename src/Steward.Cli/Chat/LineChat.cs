using System.Text.Json;
using Steward.Cli.Sessions;
using Steward.Cli.Terminals;
using Steward.Cli.Turns;
using Steward.Protocol.Client;
using Steward.Protocol.Sessions;
using Steward.Protocol.Turns;

namespace Steward.Cli.Chat;

/// <summary>
/// A chat without a terminal that can do more: a line is a message, a backslash at its end joins the next one to it, and each is
/// answered before the next is read.
/// </summary>
internal sealed class LineChat(CommandContext context, StewardClient client, ChatSessions sessions, bool headless)
{
    // Lines that answer a question come from the same terminal as those that ask: one reader for both.
    private readonly TypedLines typed = TypedLines.OfStandardInput();
    private ExitCode last = ExitCode.Ok;
    private readonly List<ImageRequest> images = [];
    private bool used;

    private Terminal Terminal => context.Terminal;

    public async Task<ExitCode> RunAsync(SessionView session, CancellationToken stop)
    {
        used = session.TurnCount > 0;
        var commands = await sessions.HasCommandsAsync(session, stop);
        while (await ReadAsync(stop) is { } text)
        {
            if (text.Trim().Length == 0) continue;
            var action = SlashCommand.Parse(text.Trim(), session.Id, commands);
            if (action is ChatAction.Leave) break;
            if (action is ChatAction.Switch elsewhere)
            {
                await sessions.KeepAsync(session, used, stop);
                session = await sessions.OpenAsync(elsewhere.Target, stop);
                (used, commands) = (session.TurnCount > 0, await sessions.HasCommandsAsync(session, stop));
                Terminal.Error.WriteLine($"now in {session.ShortId} ({SafeText.Line(session.Agent)})");
                continue;
            }
            await ActAsync(action, session, stop);
            if (last == ExitCode.Interrupted && !Terminal.InputIsTerminal) break;
        }
        if (await sessions.KeepAsync(session, used, stop) && Terminal.ErrorIsTerminal)
            Terminal.Error.WriteLine(Terminal.ErrorStyle.Dim($"left {session.ShortId}; come back with: steward chat --session {session.ShortId}"));
        return last;
    }

    private async Task ActAsync(ChatAction action, SessionView session, CancellationToken stop)
    {
        switch (action)
        {
            case ChatAction.Message(var text): await SendAsync(text, session, stop); break;
            case ChatAction.RunVerb(var arguments): await ChildVerb.RunAsync(context, arguments, stop); break;
            case ChatAction.ShowHelp: foreach (var line in SlashCommand.Help()) Terminal.Error.WriteLine(line); break;
            case ChatAction.ShowModel:
                Terminal.Error.WriteLine(SafeText.Line((await client.SessionAsync(session.Id, stop)).Model ?? "the agent's own model")); break;
            case ChatAction.ShowUsage: await ChildVerb.RunAsync(context, ["sessions", "show", session.Id], stop); break;
            case ChatAction.Steer: Refuse("No turn runs: here each is answered before the next line is read.", $"steward steer {session.ShortId} \"…\" sends it from elsewhere"); break;
            case ChatAction.TakeImage(var file): TakeImage(file); break;
            case ChatAction.Withdraw: Terminal.Error.WriteLine("No message waits: here each is answered before the next line is read."); break;
            case ChatAction.CancelTurn: Terminal.Error.WriteLine("No turn runs: here each is answered before the next line is read."); break;
            case ChatAction.ShowResult: Terminal.Error.WriteLine($"Results are in the log: steward sessions events {session.ShortId} --json"); break;
            case ChatAction.Refused(var message, var fix): Refuse(message, fix); break;
            default: throw new InvalidOperationException($"{action} is not for here.");
        }
    }

    private async Task SendAsync(string text, SessionView session, CancellationToken stop)
    {
        used = true;
        var options = new TurnRunOptions(AllowAll: false, headless, JsonStream: false, Timeout: null) { Images = images is { Count: > 0 } ? [.. images] : null };
        images.Clear();
        using var run = new TurnRun(context, client, session, options, Terminal.InputIsTerminal ? typed : null);
        var outcome = await run.RunAsync(text, stop);
        if (context.Json) Terminal.Out.WriteLine(JsonSerializer.Serialize(outcome, TurnOutcomeJson.Default.TurnOutcome));
        // What failed is not forgotten because a later message was answered.
        if (last == ExitCode.Ok) last = outcome.ExitCode;
    }

    private void TakeImage(string file)
    {
        try
        {
            images.Add(ImageFile.Read(file, context));
        }
        catch (CommandException trouble)
        {
            Refuse(trouble.Message, trouble.Fix);
        }
    }

    private void Refuse(string message, string? fix)
    {
        Terminal.Error.WriteLine(message);
        if (fix is not null) Terminal.Error.WriteLine(fix);
        if (last == ExitCode.Ok) last = ExitCode.Usage;
    }

    /// <summary>Null at the end of the input.</summary>
    private async Task<string?> ReadAsync(CancellationToken stop)
    {
        if (Terminal is { InputIsTerminal: true, ErrorIsTerminal: true }) Terminal.Error.Write("> ");
        var text = "";
        while (await typed.Reader.WaitToReadAsync(stop) && typed.Reader.TryRead(out var line))
        {
            text += line;
            if (!line.EndsWith('\\')) return text;
            text = text[..^1] + "\n";
        }
        return text.Length > 0 ? text.TrimEnd('\n') : null;
    }
}
