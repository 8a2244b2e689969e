using System.Runtime.CompilerServices;
using Steward.Cli.Supervision;
using Steward.Protocol.Client;
using Steward.Protocol.Events;

namespace Steward.Cli.Chat;

/// <summary>
/// The events of a session for as long as somebody chats, over restarts, crashes and a daemon that was stopped. A keeper that
/// crashed is replaced; one that was stopped is left alone until there is something to send.
/// </summary>
internal sealed class ChatFeed(CommandContext context, StewardClient client, Action<string> say, Action<bool> connected)
{
    private static readonly TimeSpan Unsaid = TimeSpan.FromSeconds(1), Pause = TimeSpan.FromMilliseconds(250);

    private string? said;

    public async IAsyncEnumerable<EventEnvelope> FollowAsync(string session, long afterSeq, [EnumeratorCancellation] CancellationToken stop)
    {
        using var late = context.Time.CreateTimer(_ => SayOnce("reconnecting…"), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        void Connected(bool back)
        {
            late.Change(back ? Timeout.InfiniteTimeSpan : Unsaid, Timeout.InfiniteTimeSpan);
            if (back) said = null;
            connected(back);
        }
        for (var cursor = afterSeq; ;)
        {
            await using var events = client.FollowAsync(session, cursor, Connected, stop).GetAsyncEnumerator(stop);
            while (await MoveAsync(events, stop))
            {
                if (said is not null) Connected(true);
                cursor = events.Current.Seq;
                yield return events.Current;
            }
            connected(false);
            await Task.Delay(Pause, context.Time, stop);
        }
    }

    /// <summary>False when the stream is lost and may come back. A session that is refused does not.</summary>
    private async ValueTask<bool> MoveAsync(IAsyncEnumerator<EventEnvelope> events, CancellationToken stop)
    {
        try
        {
            return await events.MoveNextAsync();
        }
        catch (NotRunningException) when (!stop.IsCancellationRequested)
        {
            await ReviveAsync(stop);
            return false;
        }
        catch (DaemonException trouble) when (trouble is not RefusedException && !stop.IsCancellationRequested)
        {
            SayOnce(trouble.Message);
            return false;
        }
    }

    private async Task ReviveAsync(CancellationToken stop)
    {
        // A daemon that was stopped took its state with it; one that crashed left it there.
        if (!context.Autostart || StateReading.Read(context.Home) is StateReading.Missing)
        {
            SayOnce("the daemon does not run; your next message starts it");
            return;
        }
        try
        {
            await DaemonConnection.StartAsync(context, stop);
        }
        catch (DaemonException trouble)
        {
            SayOnce(trouble.Message);
        }
    }

    private void SayOnce(string what)
    {
        if (said == what) return;
        said = what;
        say(what);
    }
}
