using Steward.Chaos.Tests.Instances;
using Steward.Chaos.Tests.Ledgers;

namespace Steward.Chaos.Tests.Storms;

/// <summary>What is done when a storm is over: everything comes to its end, and what was written then is there for good.</summary>
/// <param name="awake">A message that wakes a session, and nothing else comes of it.</param>
internal sealed class Aftermath(Instance instance, string awake)
{
    public TimeSpan Patience { get; init; } = Eventually.Patience;

    /// <summary>Waits until every turn is over. What a session that was parked had waiting goes on when its owner writes.</summary>
    public async Task<List<History>> HealAsync(IReadOnlyList<Follower> followers)
    {
        var histories = new List<History>();
        foreach (var follower in followers)
        {
            History? history = null;
            var woken = -1;
            await Eventually.TrueAsync("all turns are over", async () =>
            {
                history = await History.ReadAsync(instance, follower.Session);
                var parked = history.Named(EventKind.Parked).Count();
                if (!history.IsQuiet && parked != woken && (await instance.Client.SessionAsync(follower.Session)).Status == "parked")
                {
                    woken = parked;
                    await instance.Client.SubmitAsync(follower.Session, new() { Content = awake, RequestId = $"awake-{parked}" });
                }
                return history.IsQuiet && follower.HasHeard(history.Events[^1].Seq);
            }, () => $"{history?.Events[^1]}", Patience);
            histories.Add(await History.ReadAsync(instance, follower.Session));
        }
        return histories;
    }

    public async Task<IReadOnlyList<string>> CheckTheEndAsync(IReadOnlyList<History> histories)
    {
        var breaches = new List<string>();
        await instance.StopAsync();
        await instance.StartAsync();
        foreach (var history in histories)
        {
            var again = await History.ReadAsync(instance, history.Session);
            var same = again.Events.Take(history.Events.Count).Select(History.BytesOf).SequenceEqual(history.Events.Select(History.BytesOf));
            if (!same) breaches.Add($"{history.Session}: the events read after a restart are not those read before");
        }
        await instance.StopAsync();
        var left = instance.Alive();
        if (left.Count > 0) breaches.Add("still alive after stop: " + string.Join("; ", left));
        return breaches;
    }
}
