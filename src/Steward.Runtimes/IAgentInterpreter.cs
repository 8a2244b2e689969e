using Steward.Domain.Agents;
using Steward.Domain.Events;
using Steward.Domain.Processes;
using Steward.Domain.Sessions;
using Steward.Domain.Turns;

namespace Steward.Runtimes;

public enum OutputStream
{
    Output,
    Error,
}

/// <summary>
/// Reads and writes the language of one process. It does no I/O, and what it must remember from line to line is in <see cref="Memory"/>, so that
/// a daemon that comes after a crash reads on where the last one had committed.
/// </summary>
public interface IAgentInterpreter
{
    /// <summary>
    /// One line without its end, at most <see cref="MaxLineBytes"/> long (what was cut off is said by <paramref name="truncated"/>), or the rest
    /// of the stream. It is UTF-8 or garbage; garbage gives a note and never throws.
    /// </summary>
    void Read(OutputStream stream, ReadOnlySpan<byte> line, bool truncated, ICollection<AgentReport> reports);

    /// <summary>The process is over, and every line was read. A runtime whose process is its turn says here how the turn ended.</summary>
    void ReadEnd(ProcessExit exit, ICollection<AgentReport> reports);

    /// <summary>What must survive a restart of the daemon, small; taken after each commit.</summary>
    ReadOnlyMemory<byte> Memory { get; }

    /// <summary>The bytes for a message: a turn begins with it, or it goes into the one that runs.</summary>
    AgentInput Message(UserMessage message);

    /// <summary>The bytes that stop the running turn, or null: then the process is ended.</summary>
    AgentInput? Interrupt(TurnId turn);

    AgentInput Answer(AgentAnswer answer);

    /// <summary>The bytes that tell a running process of a choice; <see cref="AgentChose"/> comes back under the same number.</summary>
    AgentInput Choose(long piece, ChosenSetting setting, string value) => default;

    /// <summary>The bytes that give a running process what it logs in with from now on; null takes away what it had.</summary>
    AgentInput Login(string? login) => default;

    /// <summary>What a process is told before anything else; it comes before its first piece of input.</summary>
    ReadOnlyMemory<byte> Opening => default;

    /// <summary>The answer to a call of Steward's tools. Without an <paramref name="outcome"/> nothing had to be done, and the request says what to answer.</summary>
    AgentInput Reply(string agentRequestId, RawJson request, CallOutcome? outcome) => default;

    /// <summary>The bytes by which the agent hears that it does not get what it asked for with <paramref name="request"/>, and why.</summary>
    AgentInput Decline(string agentRequestId, RawJson request, string reason) => default;

    public static int MaxLineBytes => 8 << 20;
}

/// <summary>What came of a call of one of Steward's tools.</summary>
public sealed record CallOutcome(bool Ok, string Text);

/// <summary>Bytes for standard input; <paramref name="Last"/> closes it after them.</summary>
public readonly record struct AgentInput(ReadOnlyMemory<byte> Bytes, bool Last = false);
