using System.Text.RegularExpressions;

namespace Steward.Conventions.Tests;

public sealed class DomainTests
{
    private static readonly Dictionary<string, string> Forbidden = new()
    {
        [@"System\.IO\b"] = "rules read and write nothing; an effect asks the shell to",
        [@"(?<![\w.])(File|Directory)\.[A-Z]"] = "rules read and write nothing; an effect asks the shell to",
        [@"System\.Net\b"] = "rules know no network",
        [@"\bHttp(Client|Request\w*|Response\w*)\b"] = "rules know no network",
        [@"System\.Diagnostics\.Process\b|\bProcessStartInfo\b"] = "rules start nothing; an effect asks the keeper to",
        [@"\bTimeProvider\b|\bStopwatch\b"] = "time comes in as an argument, so that replay gives what live gave",
        [@"(?<![\w.])Environment\.[A-Z]"] = "the same input must give the same answer on every machine",
        [@"(?<![\w.])Console\.[A-Z]"] = "rules speak through events",
        [@"\b(Value)?Task\b"] = "rules answer at once; waiting belongs to the shell",
        [@"\bThread(Pool)?\b|\block\s*\("] = "one mailbox feeds the rules; they need no thread and no lock",
        [@"\bGuid\.(NewGuid|CreateVersion7)\b|\bRandom\b|\bRandomNumberGenerator\b"] = "chance comes in as an argument, so that replay gives what live gave",
    };

    [Fact]
    public void The_domain_is_pure() => Offences.None(
        "Steward.Domain holds pure rules and records:",
        from file in Repository.Sources
        where file.Project == "Steward.Domain"
        let code = CodeText.Of(file.Text)
        from rule in Forbidden
        from match in Regex.Matches(code, rule.Key)
        select $"{file}:{code[..match.Index].Count(letter => letter == '\n') + 1} {match.Value}: {rule.Value}");

    [Theory]
    [InlineData("var now = TimeProvider.System.GetUtcNow();")]
    [InlineData("using System.IO;")]
    [InlineData("public Task<int> Decide()")]
    [InlineData("var text = File.ReadAllText(path);")]
    [InlineData("lock (gate) { }")]
    [InlineData("Environment.GetEnvironmentVariable(name)")]
    public void What_is_not_pure_is_noticed(string code) =>
        Assert.Contains(Forbidden, rule => Regex.IsMatch(CodeText.Of(code), rule.Key));

    [Theory]
    [InlineData("public required ImmutableArray<EnvironmentVariable> Environment { get; init; }")]
    [InlineData("namespace Steward.Domain.Tasks;")]
    [InlineData("// The Task of a Thread.")]
    public void What_only_sounds_like_it_is_left_alone(string code) =>
        Assert.DoesNotContain(Forbidden, rule => Regex.IsMatch(CodeText.Of(code), rule.Key));
}
