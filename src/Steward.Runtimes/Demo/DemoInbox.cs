using System.Collections.Concurrent;
using System.Threading.Channels;

namespace Steward.Runtimes.Demo;

/// <summary>
/// Standard input, sorted: messages wait for their turn; an interruption and an answer reach what runs at once. What cannot be understood is noted
/// and ignored.
/// </summary>
internal sealed class DemoInbox(DemoVoice voice)
{
    private const int LongestLine = 16 << 20;
    private const int MaxWaiting = 64;

    private readonly Channel<DemoHeard> _messages =
        Channel.CreateBounded<DemoHeard>(new BoundedChannelOptions(MaxWaiting) { SingleReader = true, SingleWriter = true });

    private readonly ConcurrentDictionary<Guid, DemoHeard> _open = new();
    private readonly ConcurrentDictionary<string, TaskCompletionSource<DemoLine>> _questions = new();

    public ChannelReader<DemoHeard> Messages => _messages.Reader;

    public void Read(Stream input)
    {
        var lines = new LineReader(input, LongestLine);
        try
        {
            while (lines.TryRead(out var line, out var tooLong))
                if (tooLong)
                    voice.Note($"ignored: a line longer than {LongestLine >> 20} MiB");
                else if (!line.Trim(" \t\r"u8).IsEmpty)
                    Take(DemoLine.Parse(line));
        }
        catch (IOException e)
        {
            voice.Note($"standard input broke: {e.Message}");
        }
    }

    /// <summary>The message is answered: nothing can stop it any more.</summary>
    public void Close(DemoHeard heard)
    {
        _open.TryRemove(heard.Uuid, out _);
        heard.Dispose();
    }

    /// <summary>Waits for the answer to a question that has just been asked by <paramref name="ask"/>.</summary>
    public async Task<DemoLine> AskAsync(DemoLine ask, CancellationToken cancelled)
    {
        var id = ask.Id ?? throw new ArgumentException("A question needs an id.", nameof(ask));
        var answered = _questions[id] = new TaskCompletionSource<DemoLine>(TaskCreationOptions.RunContinuationsAsynchronously);
        voice.Say(ask);
        try
        {
            return await answered.Task.WaitAsync(cancelled);
        }
        catch (OperationCanceledException)
        {
            voice.Say(new DemoLine("withdraw") { Id = id });
            throw;
        }
        finally
        {
            _questions.TryRemove(id, out _);
        }
    }

    private void Take(DemoLine? line)
    {
        switch (line)
        {
            case { Type: "message", Content: { } content } when Guid.TryParse(line.Uuid, out var uuid):
                Take(new DemoHeard(uuid, content) { Images = line.Images ?? [] });
                break;
            case { Type: "steer", Content: { } content } when Guid.TryParse(line.Uuid, out var uuid) && Guid.TryParse(line.Turn, out var turn):
                if (!_open.TryGetValue(turn, out var steered) || !steered.Steers.TryAdd(new DemoSteer(uuid, content, line.Now == true)))
                    Take(new DemoHeard(uuid, content, turn));
                break;
            case { Type: "interrupt" } when Guid.TryParse(line.Uuid, out var uuid):
                // One that comes when its turn is over has nothing to stop any more.
                foreach (var heard in _open.Values.Where(heard => heard.Turn == uuid))
                    heard.Interrupt();
                break;
            case { Type: "answer", Id: { } id }:
                if (!_questions.TryGetValue(id, out var question) || !question.TrySetResult(line))
                    voice.Note("ignored: an answer to no open question");
                break;
            default:
                voice.Note("ignored: not a line of this agent's language");
                break;
        }
    }

    private void Take(DemoHeard heard)
    {
        if (!_open.TryAdd(heard.Uuid, heard))
        {
            voice.Note($"ignored: the message {heard.Uuid} is being answered already");
            return;
        }
        if (_messages.Writer.TryWrite(heard))
            return;
        Close(heard);
        voice.Say(new DemoLine("error")
        {
            Uuid = heard.Uuid.ToString(),
            Code = "busy",
            Message = $"{MaxWaiting} messages wait already.",
            Retryable = true,
            Fix = "Wait until some of them are answered.",
        });
    }
}
