using Steward.Domain.Agents;
using Steward.Domain.Permissions;
using Steward.Domain.Processes;
using Steward.Domain.Turns;
using Steward.Runtimes;

namespace Steward.Daemon.Agents;

/// <summary>
/// Reads the rest of a process whose agent left the configuration while it ran: nothing it says can be understood any more, but its end is seen.
/// </summary>
internal sealed class UnknownRuntime : IAgentRuntime, IAgentInterpreter
{
    public string Kind => "unknown";

    public RuntimeCapabilities Capabilities { get; } = new();

    public ReadOnlyMemory<byte> Memory => default;

    public LaunchPlan Plan(LaunchContext context) => throw new InvalidOperationException("An unknown agent is never started.");

    public IAgentInterpreter Open(LaunchContext context, ReadOnlyMemory<byte> memory) => this;

    public long LengthOf(UserMessage message) => 0;

    public void Read(OutputStream stream, ReadOnlySpan<byte> line, bool truncated, ICollection<AgentReport> reports)
    {
        // Its language is not known any more.
    }

    public void ReadEnd(ProcessExit exit, ICollection<AgentReport> reports)
    {
        // A turn that ran ends with its process.
    }

    public AgentInput Message(UserMessage message) => default;

    public AgentInput? Interrupt(TurnId turn) => null;

    public AgentInput Answer(AgentAnswer answer) => default;
}
