using System.Text;
using Steward.Domain.Agents;
using Steward.Domain.Permissions;
using Steward.Domain.Processes;
using Steward.Domain.Turns;
using Steward.Runtimes.Texts;

namespace Steward.Runtimes.Exec;

/// <summary>Reads a program that knows nothing of Steward.</summary>
internal sealed class ExecInterpreter(ReadOnlyMemory<byte> memory) : IAgentInterpreter
{
    private const int LongestNote = 8 << 10, LongestStart = 256 << 10;

    private readonly OpenText _answer = new(memory.Span);

    public ReadOnlyMemory<byte> Memory => _answer.Memory();

    public void Read(OutputStream stream, ReadOnlySpan<byte> line, bool truncated, ICollection<AgentReport> reports)
    {
        // Of a line that is too long for anybody to read, its beginning is enough: as an event, and shown, all of it would cost many times its length.
        if (truncated && line.Length > LongestStart)
            line = line[..LongestStart];
        // Programs that draw progress return the carriage within a line, and others end their lines with one.
        var text = PrintableText.Of(Encoding.UTF8.GetString(line).TrimEnd('\r').Replace('\r', '\n'));
        switch (stream)
        {
            case OutputStream.Output:
                _answer.Add(truncated ? text + "… (the line was longer and is cut off here)\n" : text + "\n", reports);
                break;
            case OutputStream.Error:
                if (!string.IsNullOrWhiteSpace(text))
                    reports.Add(new AgentNote(PrintableText.Short(text, LongestNote)));
                break;
        }
    }

    public void ReadEnd(ProcessExit exit, ICollection<AgentReport> reports)
    {
        _answer.Finish(reports);
        // A process that went away with its keeper did not end its turn: that was cut off.
        if (exit is { Code: null, Signal: null })
            return;
        reports.Add(new AgentFinished(Turn: null, ExecOutcome.FailureOf(exit), TurnUsage.None));
    }

    public AgentInput Message(UserMessage message) => new(Encoding.UTF8.GetBytes(message.Text), Last: true);

    public AgentInput? Interrupt(TurnId turn) => null;

    /// <summary>Such a program never asks.</summary>
    public AgentInput Answer(AgentAnswer answer) => default;
}
