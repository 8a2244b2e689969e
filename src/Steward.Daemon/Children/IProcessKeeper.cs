using Steward.Domain.Processes;
using Steward.Keeper;
using Steward.Keeper.Client;

namespace Steward.Daemon.Children;

/// <summary>The port to the keeper, which owns every process. All of it may be asked again: nothing here starts or writes twice.</summary>
internal interface IProcessKeeper
{
    void Start(StartProcess start);

    void Write(LaunchId launch, long piece, ReadOnlySpan<byte> bytes, bool last);

    void Stop(LaunchId launch, TimeSpan grace);

    void Committed(LaunchId launch, ProcessStream stream, long offset);

    void Release(LaunchId launch);

    SpoolReader OpenSpool(LaunchId launch, ProcessStream stream);
}
