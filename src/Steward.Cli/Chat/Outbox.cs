using System.Threading.Channels;
using Steward.Cli.Supervision;
using Steward.Protocol.Client;
using Steward.Protocol.Sessions;
using Steward.Protocol.Turns;

namespace Steward.Cli.Chat;

/// <summary>Messages on their way to the daemon, one after the other, so that they arrive in the order in which they were written.</summary>
internal sealed class Outbox(CommandContext context, StewardClient client, string clientId, Action<string, DaemonException?> sent)
{
    private const int TitleLength = 60;

    private readonly Channel<(SessionView Session, string Text, IReadOnlyList<ImageRequest>? Images)> messages = Channel.CreateBounded<(SessionView, string, IReadOnlyList<ImageRequest>?)>(256);
    private readonly HashSet<string> titled = [];

    public bool TryAdd(SessionView session, string text, IReadOnlyList<ImageRequest>? images = null) => messages.Writer.TryWrite((session, text, images));

    public async Task RunAsync(CancellationToken stop)
    {
        await foreach (var (session, text, images) in messages.Reader.ReadAllAsync(stop))
            sent(text, await SendAsync(session, text, images, stop));
    }

    private async Task<DaemonException?> SendAsync(SessionView session, string text, IReadOnlyList<ImageRequest>? images, CancellationToken stop)
    {
        var request = new SubmitTurnRequest { Content = text, ClientId = clientId, RequestId = Guid.NewGuid().ToString("N"), Images = images };
        try
        {
            await SubmitAsync(session.Id, request, stop);
            // A session is known by its first message.
            if (session.Title is null && titled.Add(session.Id))
                await client.UpdateSessionAsync(session.Id, new UpdateSessionRequest(Title: Terminals.SafeText.Shorten(text.Trim(), TitleLength)), stop);
            return null;
        }
        catch (DaemonException refused)
        {
            return refused;
        }
    }

    private async Task SubmitAsync(string session, SubmitTurnRequest request, CancellationToken stop)
    {
        try
        {
            await client.SubmitAsync(session, request, stop);
        }
        catch (NotRunningException) when (context.Autostart)
        {
            await DaemonConnection.StartAsync(context, stop);
            await client.SubmitAsync(session, request, stop);
        }
    }
}
