using System.Text.Json;
using Steward.Chaos.Tests.Instances;
using Steward.Protocol;
using Steward.Protocol.Events;

namespace Steward.Chaos.Tests.Ledgers;

/// <summary>The events of a session, as they are read back.</summary>
internal sealed record History(string Session, IReadOnlyList<EventEnvelope> Events)
{
    public static async Task<History> ReadAsync(Instance instance, string session, long afterSeq = 0)
    {
        var events = new List<EventEnvelope>();
        while (true)
        {
            var page = await instance.Client.EventsAsync(session, events.Count == 0 ? afterSeq : events[^1].Seq, limit: 500);
            if (page.Events.Count == 0) return new History(session, events);
            events.AddRange(page.Events);
        }
    }

    public IEnumerable<EventEnvelope> Named(string name) => Events.Where(happened => happened.Event == name);

    public bool IsQuiet => Named(EventKind.Queued).Count() == Events.Count(static happened => EventKind.IsStop(happened.Event));

    public static string TurnOf(EventEnvelope happened) => happened.Payload.GetProperty("turnId").GetString()!;

    public static string BytesOf(EventEnvelope happened) => JsonSerializer.Serialize(happened, WireJson.Default.EventEnvelope);
}
