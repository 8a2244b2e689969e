using System.Runtime.CompilerServices;
using Steward.Cli.Supervision;
using Steward.Cli.Terminals;
using Steward.Protocol.Client;
using Steward.Protocol.Events;

namespace Steward.Cli.Turns;

/// <summary>
/// The events of a session for somebody who watches. A daemon that is replaced is not worth a word unless it takes long; a
/// keeper that is gone is replaced, a few times.
/// </summary>
internal sealed class SessionFeed(CommandContext context, StewardClient client, Action<string> note)
{
    private const int Revivals = 3;
    private static readonly TimeSpan Unsaid = TimeSpan.FromSeconds(1), Replacing = TimeSpan.FromSeconds(1), Pause = TimeSpan.FromMilliseconds(20);

    // A daemon that was stopped took its state with it; one that crashed left it there.
    private bool WasStopped => StateReading.Read(context.Home) is StateReading.Missing;

    public async IAsyncEnumerable<EventEnvelope> FollowAsync(string session, long afterSeq, [EnumeratorCancellation] CancellationToken stop)
    {
        using var late = context.Time.CreateTimer(_ => note("reconnecting…"), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        void Connected(bool back) => late.Change(back ? Timeout.InfiniteTimeSpan : Unsaid, Timeout.InfiniteTimeSpan);
        var cursor = afterSeq;
        for (var revivals = 0; ;)
        {
            await using var events = client.FollowAsync(session, cursor, Connected, stop).GetAsyncEnumerator(stop);
            while (await MoveAsync(events, revivals, stop))
            {
                cursor = events.Current.Seq;
                yield return events.Current;
            }
            revivals++;
            if (WasStopped && !await ComesBackAsync(stop)) throw new NotRunningException("The daemon was stopped.", $"steward attach {session}   (starts it again)");
            await DaemonConnection.StartAsync(context, stop);
            late.Change(Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        }
    }

    /// <summary>False when there is no keeper any more and one may be started.</summary>
    private async ValueTask<bool> MoveAsync(IAsyncEnumerator<EventEnvelope> events, int revivals, CancellationToken stop)
    {
        try
        {
            return await events.MoveNextAsync();
        }
        catch (NotRunningException) when (context.Autostart && revivals < Revivals && !stop.IsCancellationRequested)
        {
            return false;
        }
    }

    /// <summary>Its owner's stop is obeyed; one that is the first half of `restart --all` is over in a moment.</summary>
    private async Task<bool> ComesBackAsync(CancellationToken stop)
    {
        var began = context.Time.GetTimestamp();
        while (!context.KeeperLives())
        {
            if (context.Time.GetElapsedTime(began) > Replacing) return false;
            await Task.Delay(Pause, context.Time, stop);
        }
        return true;
    }
}
