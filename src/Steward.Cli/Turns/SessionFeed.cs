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
    private static readonly TimeSpan Unsaid = TimeSpan.FromSeconds(1);

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
}
