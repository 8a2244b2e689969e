using Steward.Daemon.Sessions;
using Steward.Domain.Agents;
using Steward.Domain.Events;
using Steward.Domain.Processes;

namespace Steward.Daemon.Agents;

/// <summary>Serves a call of an agent in the background; the answer goes to the session as an input.</summary>
internal interface ICallServer
{
    void Serve(SessionHost host, LaunchId launch, OpenCall call, RawJson input);
}
