using System.Threading.Channels;

namespace Steward.Cli.Chat;

/// <summary>
/// Everything that a chat does happens on one thread, one thing after the other: keys, words, ticks. What came together is shown
/// together. A flood of events waits at its source; it delays no key.
/// </summary>
internal sealed class ChatLoop
{
    private const int EventsAtOnce = 256;

    private readonly Channel<Func<ValueTask>> urgent = Channel.CreateBounded<Func<ValueTask>>(4096);
    private readonly Channel<Action> events = Channel.CreateBounded<Action>(EventsAtOnce);

    /// <summary>For what people and timers do. More than fit are not typed.</summary>
    public void Post(Action action) => urgent.Writer.TryWrite(() =>
    {
        action();
        return ValueTask.CompletedTask;
    });

    public void Post(Func<ValueTask> action) => urgent.Writer.TryWrite(action);

    public ValueTask PostEventAsync(Action action, CancellationToken stop) => events.Writer.WriteAsync(action, stop);

    public async Task RunAsync(Action shown, CancellationToken stop)
    {
        Task<bool>? nextUrgent = null, nextEvent = null;
        while (!stop.IsCancellationRequested)
        {
            while (!stop.IsCancellationRequested && urgent.Reader.TryRead(out var action)) await ActAsync(action, stop);
            for (var i = 0; i < EventsAtOnce && events.Reader.TryRead(out var happened); i++) happened();
            if (stop.IsCancellationRequested) return;
            shown();
            if (nextUrgent is null or { IsCompleted: true }) nextUrgent = urgent.Reader.WaitToReadAsync(stop).AsTask();
            if (nextEvent is null or { IsCompleted: true }) nextEvent = events.Reader.WaitToReadAsync(stop).AsTask();
            await Task.WhenAny(nextUrgent, nextEvent);
        }
    }

    private static async ValueTask ActAsync(Func<ValueTask> action, CancellationToken stop)
    {
        try
        {
            await action();
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            // Left in the middle of it.
        }
    }
}
