using Steward.Cli.Terminals;
using Steward.Protocol.Sessions;

namespace Steward.Cli.Trust;

internal static class TrustWords
{
    public static void SayLeftOut(SessionView session, CommandContext context)
    {
        if (session.LeftOut is not { Count: > 0 } files) return;
        context.Terminal.Error.WriteLine(
            $"This folder's own settings are left out, for they are not trusted ({string.Join(", ", files.Take(3).Select(file => SafeText.Line(context.Shown(file))))}{(files.Count > 3 ? ", …" : "")}). Look at them, then: steward trust");
    }
}
