using Steward.Protocol.Client;
using Steward.Protocol.Sessions;

namespace Steward.Cli.Turns;

/// <summary>A session that was made for one message, which was refused: nothing is left of it.</summary>
internal static class UnusedSession
{
    public static async Task RemoveAsync(StewardClient client, SessionView made, CancellationToken stop)
    {
        try
        {
            await client.DeleteSessionAsync(made.Id, stop);
        }
        catch (DaemonException)
        {
            // Why the message was refused is what its owner should hear; an empty session harms nobody.
        }
    }
}
