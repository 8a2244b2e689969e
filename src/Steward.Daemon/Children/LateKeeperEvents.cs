using Steward.Domain.Processes;
using Steward.Keeper;
using Steward.Keeper.Client;

namespace Steward.Daemon.Children;

/// <summary>The keeper's listener must be named before there is anybody to listen; nothing is heard before the link begins.</summary>
internal sealed class LateKeeperEvents : IKeeperEvents
{
    private IKeeperEvents? _listener;

    private IKeeperEvents Listener => _listener ?? throw new InvalidOperationException("The keeper spoke before the daemon listened.");

    public void Bind(IKeeperEvents listener) => _listener = listener;

    public void Started(LaunchId launch, int pid, long startTicks) => Listener.Started(launch, pid, startTicks);

    public void StartFailed(LaunchId launch, int errno, string message) => Listener.StartFailed(launch, errno, message);

    public void Grown(LaunchId launch, ProcessStream stream, long length, bool ended) => Listener.Grown(launch, stream, length, ended);

    public void Exited(LaunchId launch, int? exitCode, int? signal) => Listener.Exited(launch, exitCode, signal);

    public void Acknowledged(LaunchId launch, long piece) => Listener.Acknowledged(launch, piece);

    public void StdinClosed(LaunchId launch) => Listener.StdinClosed(launch);

    public void Refused(LaunchId launch, long piece) => Listener.Refused(launch, piece);

    public void Stalled(LaunchId launch, int errno) => Listener.Stalled(launch, errno);

    public void StopRequested(bool hurry) => Listener.StopRequested(hurry);

    public void KeeperLost() => Listener.KeeperLost();
}
