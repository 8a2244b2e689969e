using System.Text.Json;
using Steward.Chaos.Tests.Ledgers;

namespace Steward.Chaos.Tests.ClaudeCode;

/// <summary>A message of which several commands come, each with a trace outside of Steward, and then an answer that belongs to no other message.</summary>
internal sealed record ClaudeMessage(string Id, string Session, string LedgerPath, string CommandFile) : Message(Id, Session, LedgerPath)
{
    public const int Tools = 3, Words = 8;

    public static IEnumerable<int> Steps => Enumerable.Range(1, Tools);

    public override string Content => string.Join('\n', [.. Steps.Select(ToolOf), $"[[slow:{Words}:0.03:{Id}-]]"]);

    public string Answer => string.Join(' ', Enumerable.Range(0, Words).Select(n => $"{Id}-{n}"));

    /// <summary>What the commands run: it writes down that it began and that it ended, and takes its time between the two.</summary>
    public static string CommandText => """
        echo "started $2.$3" >> "$1"
        sleep 0.1
        echo "finished $2.$3" >> "$1"

        """;

    private string ToolOf(int step) =>
        $"[[tool:Bash:{JsonSerializer.Serialize(new { command = $"sh {CommandFile} {LedgerPath} {Id} {step}", description = "write down a step" })}]]";
}
