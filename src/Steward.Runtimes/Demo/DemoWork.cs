using Steward.Runtimes.Demo.Requests;

namespace Steward.Runtimes.Demo;

/// <summary>One message after the other: answered, or, when it was answered before, told again.</summary>
internal sealed class DemoWork(DemoOptions options, DemoVoice voice, DemoMemory memory, DemoInbox inbox)
{
    public async Task RunAsync(CancellationToken over)
    {
        try
        {
            await foreach (var heard in inbox.Messages.ReadAllAsync(over))
            {
                await HearAsync(heard, over);
                inbox.Close(heard);
            }
        }
        catch (OperationCanceledException) when (over.IsCancellationRequested)
        {
            // The end of standard input, or SIGTERM: what was cut off runs again when its message comes again.
        }
    }

    private async Task HearAsync(DemoHeard heard, CancellationToken over)
    {
        if (memory.Find(heard.Uuid) is { } known)
        {
            var early = heard.Steers.GiveUp();
            TellAgain(known);
            foreach (var steer in early)
                using (var late = new DemoHeard(steer.Uuid, steer.Content, heard.Uuid))
                    await HearAsync(late, over);
        }
        else if (memory.HasTaken(heard.Uuid))
            SayDone(new DemoExchange(heard.Uuid, heard.Content, [], false, 0, 0));
        else
            await AnswerAsync(heard, over);
    }

    private async Task AnswerAsync(DemoHeard heard, CancellationToken over)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(heard.Interrupted, over);
        var turn = new DemoTurn(options, voice, inbox, heard.Steers, stop.Token);
        var script = DemoScript.Of(options, heard.Content);
        var interrupted = false;
        try
        {
            await ReplyAsync(turn, heard.Content, heard.Images);
            await ReplyToSteersAsync(turn, heard.Steers);
        }
        catch (OperationCanceledException) when (!over.IsCancellationRequested)
        {
            interrupted = true;
        }
        turn.EndText();
        foreach (var late in heard.Steers.GiveUp())
            SayDone(new DemoExchange(late.Uuid, late.Content, [], Interrupted: true, 0, 0));
        var prompt = heard.Content.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries).Length;
        var exchange = new DemoExchange(heard.Uuid, heard.Content, turn.Replies, interrupted, prompt, turn.Words)
        {
            Taken = turn.Taken is { Count: > 0 } taken ? [.. taken.Select(static steer => steer.Uuid)] : null,
        };
        memory.Keep(exchange);
        script?.Finished();
        SayDone(exchange);
    }

    private async Task ReplyAsync(DemoTurn turn, string content, IReadOnlyList<DemoImage> images)
    {
        try
        {
            if (images.Count > 0)
                await turn.SayAsync($"You sent {string.Join(", ", images.Select(static image => $"{image.Type} of {image.Data.Length} bytes"))}. ");
            await (DemoScript.Of(options, content) is { } script ? script.RunAsync(turn) : DemoReplies.ReplyAsync(turn, DemoRequest.Understand(content), memory));
        }
        catch (BrokenOffException)
        {
            // What does not wait is answered next.
        }
        turn.EndText();
    }

    private async Task ReplyToSteersAsync(DemoTurn turn, DemoSteers steers)
    {
        for (var answered = 0; ;)
        {
            turn.TakeSteers();
            for (; answered < turn.Taken.Count; answered++)
                await ReplyAsync(turn, turn.Taken[answered].Content, []);
            if (steers.TryEnd())
                return;
        }
    }

    private void TellAgain(DemoExchange known)
    {
        foreach (var reply in known.Replies)
        {
            voice.Say(new DemoLine("words") { Text = reply });
            voice.Say(new DemoLine("message") { Text = reply });
        }
        DemoScript.Of(options, known.Content)?.Finished();
        SayDone(known);
    }

    private void SayDone(DemoExchange exchange) => voice.Say(new DemoLine("done")
    {
        Uuid = exchange.Uuid.ToString(),
        Interrupted = exchange.Interrupted,
        Prompt = exchange.Prompt,
        Completion = exchange.Completion,
    });
}
