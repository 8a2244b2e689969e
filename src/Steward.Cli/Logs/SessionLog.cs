using System.Text.Json;
using Steward.Cli.Supervision;
using Steward.Protocol;
using Steward.Protocol.Client;
using Steward.Protocol.Events;

namespace Steward.Cli.Logs;

/// <summary>What happened in a session, an event to a line.</summary>
internal static class SessionLog
{
    private const int Page = 500;

    public static async Task<ExitCode> RunAsync(string target, LogQuery wanted, bool pathOnly, CommandContext context, CancellationToken stop)
    {
        try
        {
            var client = await DaemonConnection.OpenAsync(context, stop);
            var session = await client.SessionAsync(target, stop);
            if (pathOnly)
            {
                context.Terminal.Out.WriteLine($"{context.Home.JournalFile} (session {session.Id}; steward sessions export {session.ShortId} writes it out)");
                return ExitCode.Ok;
            }
            var last = await HistoryAsync(client, session.Id, wanted, context, stop);
            if (wanted.Follow) await FollowAsync(client, session.Id, last, wanted, context, stop);
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            // Ctrl-C ends the watching; the session goes on.
        }
        return ExitCode.Ok;
    }

    private static async Task<long> HistoryAsync(StewardClient client, string id, LogQuery wanted, CommandContext context, CancellationToken stop)
    {
        var kept = new Queue<string>();
        long cursor = 0;
        while (true)
        {
            var page = await client.EventsAsync(id, cursor, Page, stop: stop);
            foreach (var happened in page.Events) Keep(kept, happened, wanted);
            if (page.Events.Count == 0) break;
            cursor = page.Events[^1].Seq;
        }
        foreach (var line in kept) context.Terminal.Out.WriteLine(line);
        return cursor;
    }

    private static void Keep(Queue<string> kept, EventEnvelope happened, LogQuery wanted)
    {
        if (happened.Ts < wanted.Since || Render(happened, wanted.Format) is not { } line) return;
        kept.Enqueue(line);
        if (kept.Count > wanted.Lines) kept.Dequeue();
    }

    private static async Task FollowAsync(
        StewardClient client, string id, long afterSeq, LogQuery wanted, CommandContext context, CancellationToken stop)
    {
        await foreach (var happened in client.FollowAsync(id, afterSeq, stop: stop))
            if (Render(happened, wanted.Format) is { } line) context.Terminal.Out.WriteLine(line);
    }

    private static string? Render(EventEnvelope happened, LogFormat format) => format switch
    {
        LogFormat.Text => Events.EventLine.Of(happened),
        LogFormat.Json or LogFormat.Raw => JsonSerializer.Serialize(happened, WireJson.Default.EventEnvelope),
    };
}
