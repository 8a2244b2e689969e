using Steward.Domain.Processes;

namespace Steward.Keeper.Children;

/// <summary>A launch of an earlier keeper: its process is gone, how it ended is unknown, and what it said can still be read.</summary>
internal sealed record LostLaunch(LaunchId Launch, SpoolFolder Folder, long OutLength, long ErrLength)
{
    public static Dictionary<LaunchId, LostLaunch> FindAll(string runDirectory)
    {
        var found = new Dictionary<LaunchId, LostLaunch>();
        if (!Directory.Exists(runDirectory)) return found;
        foreach (var path in Directory.EnumerateDirectories(runDirectory))
        {
            var name = Path.GetFileName(path);
            if (!SpoolFolder.IsName(name)) continue;
            var launch = new LaunchId(name);
            var folder = new SpoolFolder(runDirectory, launch);
            found.Add(launch, new LostLaunch(launch, folder, folder.Length(ProcessStream.Out), folder.Length(ProcessStream.Err)));
        }
        return found;
    }
}
