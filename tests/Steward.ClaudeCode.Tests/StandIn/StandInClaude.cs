using System.Text.Json;
using System.Threading.Channels;

namespace Steward.ClaudeCode.Tests.StandIn;

/// <summary>
/// Speaks as Claude Code does on its standard streams, without a model: what a message asks for by its marker is done by this program itself. What it does
/// was seen of the real one; where the two part, the stage with the real one finds it.
/// </summary>
internal sealed class StandInClaude
{
    private readonly Channel<(string Uuid, string Text)> _messages = Channel.CreateUnbounded<(string, string)>();
    private readonly Dictionary<string, TaskCompletionSource<JsonElement>> _questions = [];
    private readonly StandInSettings _settings;
    private readonly StandInVoice _voice;
    private readonly StandInTranscript _transcript;
    private readonly StandInToolServer _tools;
    private readonly StandInSteers _steers;
    private CancellationTokenSource? _turn;
    private bool _deaf;

    private StandInClaude(string conversation, StandInTranscript transcript, StandInSettings settings) =>
        (_settings, _voice, _transcript, _tools, _steers) = (settings, new StandInVoice(conversation, settings), transcript, new StandInToolServer(this), new StandInSteers());

    // Its standard input has ended, so no answer can come; it goes on without the tool.
    private static JsonElement NobodyAnswered { get; } = JsonSerializer.SerializeToElement(new
    {
        behavior = "deny",
        message = "Tool permission request failed: AbortError: Tool permission stream closed before response received",
        mcp_response = new { result = new { content = new[] { new { type = "text", text = "Connection closed" } }, isError = true } },
    });

    /// <summary>The server of tools that is at the other end of its own pipes.</summary>
    public StandInToolServer Tools => _tools;

    public static async Task<int> RunAsync(string[] args)
    {
        var (isNew, conversation) = args.IndexOf("--session-id") is >= 0 and var at ? (true, args[at + 1]) : (false, args[args.IndexOf("--resume") + 1]);
        var transcript = new StandInTranscript(conversation);
        if (isNew && args.Contains("--fork-session"))
            transcript.Copy(args[args.IndexOf("--resume") + 1]);
        else if (isNew && transcript.Exists)
            return Fail($"Error: Session ID {conversation} is already in use.");
        if (!isNew && !transcript.HasMessage)
            return Fail($"No conversation found with session ID: {conversation}");
        var claude = new StandInClaude(conversation, transcript, new StandInSettings(args));
        var working = claude.WorkAsync();
        // Standard input is read with blocking calls, and whoever it wakes must not run on its thread.
        var listening = Task.Factory.StartNew(claude.Listen, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
        var code = await listening;
        if (code == 0)
            await working;
        return code;
    }

    private static int Fail(string message)
    {
        Console.Error.WriteLine(message);
        return 1;
    }

    private int Listen()
    {
        using var input = new StreamReader(Console.OpenStandardInput());
        while (input.ReadLine() is { } line)
        {
            try
            {
                Take(JsonDocument.Parse(line).RootElement);
            }
            catch (JsonException)
            {
                return Fail($"Error parsing streaming input line (type=unknown, {line.Length} chars): SyntaxError");
            }
        }
        _messages.Writer.TryComplete();
        lock (_questions)
        {
            _deaf = true;
            foreach (var asked in _questions.Values)
                asked.TrySetResult(NobodyAnswered);
        }
        return 0;
    }

    private void Take(JsonElement line)
    {
        switch (line.GetProperty("type").GetString())
        {
            case "user":
                Message(line.GetProperty("uuid").GetString()!, line);
                break;
            case "update_environment_variables": _settings.Take(line.GetProperty("variables")); break;
            case "control_request" when line.GetProperty("request").TryGetProperty("sdkMcpServers", out var servers):
                _voice.Say(new { type = "control_response", response = new { subtype = "success", request_id = line.GetProperty("request_id").GetString() } });
                _ = _tools.ConnectAsync(servers[0].GetString()!);
                break;
            case "control_request":
                Control(line.GetProperty("request_id").GetString()!, line.GetProperty("request"));
                break;
            case "control_response":
                var answer = line.GetProperty("response");
                lock (_questions)
                    if (_questions.Remove(answer.GetProperty("request_id").GetString()!, out var asked))
                        asked.TrySetResult(answer.GetProperty("response"));
                break;
            default: break;
        }
    }

    private void Message(string uuid, JsonElement line)
    {
        var text = line.GetProperty("message").GetProperty("content")[0].GetProperty("text").GetString()!;
        var images = line.GetProperty("message").GetProperty("content").EnumerateArray().Skip(1).Select(static image => image.GetProperty("source").GetProperty("media_type").GetString()!).ToArray();
        if (images.Length > 0)
            _transcript.AddPictures(images);
        var priority = line.TryGetProperty("priority", out var given) ? given.GetString() : null;
        if (priority is null || _transcript.HasAnswered(uuid) || !_steers.TryAdd(uuid, text, priority == "now"))
            _messages.Writer.TryWrite((uuid, text));
        else
            _voice.Lifecycle(uuid, "queued");
    }

    private void Control(string id, JsonElement request)
    {
        var refusal = _settings.Refusal(request);
        if (request.GetProperty("subtype").GetString() == "interrupt")
        {
            if (request.TryGetProperty("cancel_queued", out var queued) && queued.GetBoolean())
                foreach (var (uuid, _) in _steers.Take())
                    _voice.Lifecycle(uuid, "cancelled");
            lock (_questions)
                _ = _turn?.CancelAsync();
        }
        if (refusal is null)
            _voice.Say(new { type = "control_response", response = new { subtype = "success", request_id = id } });
        else
            _voice.Say(new { type = "control_response", response = new { subtype = "error", request_id = id, error = refusal } });
    }

    /// <summary>Asks for permission, and waits for the answer as long as nobody stops the turn.</summary>
    public async Task<JsonElement> AskAsync(object request, CancellationToken stop)
    {
        var id = Guid.NewGuid().ToString();
        var asked = new TaskCompletionSource<JsonElement>(TaskCreationOptions.RunContinuationsAsynchronously);
        lock (_questions)
        {
            if (_deaf)
                return NobodyAnswered;
            _questions[id] = asked;
        }
        _voice.Say(new { type = "control_request", request_id = id, request });
        try
        {
            return await asked.Task.WaitAsync(stop);
        }
        catch (OperationCanceledException)
        {
            _voice.Say(new { type = "control_cancel_request", request_id = id });
            throw;
        }
    }

    /// <summary>A command that goes on after its turn; when it ends, there is a turn that nobody asked for.</summary>
    public async Task GoOnAsync(Task<string> command)
    {
        _voice.Background(1);
        await command;
        _voice.Background(0);
        _messages.Writer.TryWrite(("", "The work in the background is done."));
    }

    private async Task WorkAsync()
    {
        await foreach (var (uuid, text) in _messages.Reader.ReadAllAsync())
        {
            if (uuid.Length == 0)
            {
                _voice.OwnTurn(text);
                continue;
            }
            if (_transcript.HasAnswered(uuid))
            {
                _voice.Lifecycle(uuid, "completed");
                continue;
            }
            using var turn = new CancellationTokenSource();
            lock (_questions)
                _turn = turn;
            await new StandInTurn(this, _voice, _transcript, _settings, _steers, uuid).RunAsync(text, turn.Token);
            foreach (var late in _steers.End())
                _messages.Writer.TryWrite(late);
            lock (_questions)
                _turn = null;
        }
    }
}
