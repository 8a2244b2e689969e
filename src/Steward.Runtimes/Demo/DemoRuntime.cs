using Steward.Domain.Turns;

namespace Steward.Runtimes.Demo;

/// <summary>The agent that is built in, so that everything can be tried before a real one is connected. It is a child process like every other.</summary>
public sealed class DemoRuntime : IAgentRuntime
{
    public string Kind => "demo";

    public RuntimeCapabilities Capabilities { get; } = new() { CanResume = true, CanInterrupt = true, AsksPermission = true, CanSteer = true, CanFork = true, TakesImages = true };

    public LaunchPlan Plan(LaunchContext context) =>
        new([context.StewardProgram, DemoAgent.Verb, "--session", context.SessionId, "--home", context.AgentHome, .. ForkOf(context)])
        {
            Environment = DemoOptions.RuntimeSettings,
            Readable = OwnProgram.Files(context.StewardProgram),
        };

    public IEnumerable<string> FilesOf(LaunchContext context) => [DemoMemory.FileOf(context.AgentHome, context.SessionId)];

    private static string[] ForkOf(LaunchContext context) => context.ForkOf is { } fork ? ["--fork-of", fork.Conversation] : [];

    public IAgentInterpreter Open(LaunchContext context, ReadOnlyMemory<byte> memory) => new DemoInterpreter(memory);

    public long LengthOf(UserMessage message) => DemoInterpreter.Line(message with { Attempt = int.MaxValue }).Length;
}
