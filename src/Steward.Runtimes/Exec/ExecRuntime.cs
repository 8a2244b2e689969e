using System.Text;

namespace Steward.Runtimes.Exec;

/// <summary>
/// Any program as an agent: one process a turn, the message on its standard input and then the end of it. Its lines on standard output are the
/// answer, those on standard error are notes, and its exit code is the outcome. Its argv comes from the owner's configuration alone.
/// </summary>
public sealed class ExecRuntime : IAgentRuntime
{
    public string Kind => "exec";

    public RuntimeCapabilities Capabilities { get; } = new() { OneProcessPerTurn = true };

    public LaunchPlan Plan(LaunchContext context) => context.Command.IsDefaultOrEmpty
        ? throw new ArgumentException("An agent of the runtime exec needs a command.", nameof(context))
        : new LaunchPlan(context.Command);

    public IAgentInterpreter Open(LaunchContext context, ReadOnlyMemory<byte> memory) => new ExecInterpreter(memory);

    public long LengthOf(UserMessage message) => Encoding.UTF8.GetByteCount(message.Text);
}
