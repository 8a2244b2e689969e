using Steward.Bench.Instances;

namespace Steward.Bench.Streams;

/// <summary>Sessions whose agents say a word that carries the time, at a steady pace, for longer than anybody measures.</summary>
internal static class BusySessions
{
    private const int Words = 10_000_000;

    /// <summary>Answers with the last number given to an event before they began.</summary>
    public static async Task<long> BeginAsync(Instance instance, int count, int paceMilliseconds)
    {
        var before = (await instance.Client.MetricsAsync()).Journal.Events;
        for (var i = 0; i < count; i++)
        {
            var session = await instance.NewSessionAsync();
            await instance.ScriptAsync(session, $"clock {Words} {paceMilliseconds}");
        }
        return before;
    }
}
