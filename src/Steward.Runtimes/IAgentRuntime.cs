using Steward.Domain.Turns;

namespace Steward.Runtimes;

/// <summary>
/// A kind of agent: how it is started, and how its language is read and written. The rest of Steward asks for its
/// <see cref="Capabilities"/>, and never for its name.
/// </summary>
public interface IAgentRuntime
{
    string Kind { get; }

    RuntimeCapabilities Capabilities { get; }

    /// <summary>
    /// Names of files and folders that its program loads from the folder that it works in, and from those above, and that can make it run something.
    /// </summary>
    IReadOnlyCollection<string> WorkspaceConfiguration => [];

    /// <summary>Why it cannot be started here, where that is seen without trying; null where nothing speaks against it.</summary>
    TurnFailure? Refuse(LaunchContext context) => null;

    /// <summary>The program, its arguments and what it needs in its environment. It comes from the owner's configuration, and what was chosen for the session was checked before.</summary>
    LaunchPlan Plan(LaunchContext context);

    /// <summary>
    /// The secret that a process started now would be given to log in with, where a running one can be given a newer; null where there is none.
    /// </summary>
    string? LoginOf(LaunchContext context) => null;

    /// <summary>What its program keeps of this session alone, in the agent's own home: gone with the session.</summary>
    IEnumerable<string> FilesOf(LaunchContext context) => [];

    /// <summary>Opens the interpreter of one process, with the memory that was committed with the offset that reading begins at; empty at first.</summary>
    IAgentInterpreter Open(LaunchContext context, ReadOnlyMemory<byte> memory);

    /// <summary>The most bytes that this message takes in the agent's language, so that one which is too long is refused before it is queued.</summary>
    long LengthOf(UserMessage message);
}
