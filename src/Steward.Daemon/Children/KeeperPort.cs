using Steward.Domain.Processes;
using Steward.Keeper;
using Steward.Keeper.Client;

namespace Steward.Daemon.Children;

/// <summary>The keeper at the other end of the inherited line.</summary>
internal sealed class KeeperPort(KeeperLink link) : IProcessKeeper
{
    public void Start(StartProcess start) => link.Start(start);

    public void Write(LaunchId launch, long piece, ReadOnlySpan<byte> bytes, bool last) => link.Write(launch, piece, bytes, last);

    public void Stop(LaunchId launch, TimeSpan grace) => link.Stop(launch, grace);

    public void Committed(LaunchId launch, ProcessStream stream, long offset) => link.Committed(launch, stream, offset);

    public void Release(LaunchId launch) => link.Release(launch);

    public SpoolReader OpenSpool(LaunchId launch, ProcessStream stream) => link.OpenSpool(launch, stream);
}
