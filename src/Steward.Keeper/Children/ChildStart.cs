using Steward.Domain.Processes;

namespace Steward.Keeper.Children;

internal sealed record ChildStart(
    LaunchId Launch, int Pid, long StartTicks, string Cookie, SpoolFolder Folder, StdinQueue Stdin, SpoolWriter Out, SpoolWriter Err);
