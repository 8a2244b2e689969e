using System.Text;
using Steward.Daemon.Files;

namespace Steward.Daemon.Journal;

/// <summary>Remembers beside the database in which run of the machine it was opened last.</summary>
internal sealed class BootNote(JournalOptions options)
{
    private readonly string _path = options.DatabasePath + ".boot";
    private readonly string _now = MachineBoot.Id();

    public bool IsTheSame { get; } =
        MachineBoot.Id() is { Length: > 0 } now && OwnerFiles.ReadOwned(options.DatabasePath + ".boot", 256) is { } noted
        && Encoding.UTF8.GetString(noted) == now;

    public void Write()
    {
        if (IsTheSame) return;
        try
        {
            OwnerFiles.Replace(_path, Encoding.UTF8.GetBytes(_now), options.Steps);
        }
        catch (IOException full) when (full.HResult == Posix.ENOSPC)
        {
            // The next opening only looks more closely than it would have to.
        }
    }
}
