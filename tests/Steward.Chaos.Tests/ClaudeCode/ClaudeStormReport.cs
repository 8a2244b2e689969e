using System.Globalization;

namespace Steward.Chaos.Tests.ClaudeCode;

internal sealed class ClaudeStormReport
{
    public Dictionary<Failure, int> Failures { get; } = Enum.GetValues<Failure>().ToDictionary(static failure => failure, static _ => 0);

    /// <summary>When the model broke off what it was saying.</summary>
    public List<(DateTimeOffset From, DateTimeOffset To)> HangUps { get; } = [];

    public int Acknowledged { get; set; }

    public int Turns { get; set; }

    /// <summary>How often a turn was cut off and begun again.</summary>
    public int Interrupted { get; set; }

    public int LostAgents { get; set; }

    public int LostAnswers { get; set; }

    public int Retries { get; set; }

    public int Commands { get; set; }

    public int Questions { get; set; }

    public int Reconnects { get; set; }

    public List<string> Breaches { get; } = [];

    public int Cycles => Failures.Values.Sum();

    public override string ToString() => string.Create(CultureInfo.InvariantCulture,
        $"{(ClaudeProgram.Real is null ? "the stand-in" : "Claude Code")}: {string.Join(", ", Failures.Select(static failure => $"{failure.Key} {failure.Value}"))}; {Acknowledged} messages acknowledged, " +
        $"{Turns} turns ({Interrupted} times begun again, {LostAgents} lost with their agent, {LostAnswers} with the model), {Commands} commands, {Questions} questions, {Retries} retries, {Reconnects} reconnects");
}
