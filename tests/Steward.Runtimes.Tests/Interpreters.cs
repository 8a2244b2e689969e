using System.Text;
using FsCheck;
using FsCheck.Fluent;
using Steward.Domain.Agents;
using Steward.Domain.Permissions;
using Steward.Domain.Processes;
using Steward.Runtimes.Demo;

namespace Steward.Runtimes.Tests;

public sealed class Interpreters
{
    private static readonly LaunchContext Context = new() { SessionId = "sess_0", Directory = "/", AgentHome = "/", StewardProgram = "/steward", Command = ["/bin/true"] };

    private static readonly string[] Types =
        ["ready", "words", "thinking", "message", "tool_start", "tool_end", "ask", "withdraw", "done", "error", "note", "dance", ""];

    public sealed record Line(OutputStream Stream, byte[] Bytes, bool Truncated);

    public static TheoryData<string> Kinds { get; } = new(RuntimeCatalog.BuiltIn.Names);

    private static Gen<string?> Texts { get; } = Gen.OneOf(
        Gen.Constant((string?)null),
        ArbMap.Default.GeneratorFor<string>().Select(static text => (string?)text),
        Gen.Elements("{\"command\":\"ls\"}", "[1", "words ", "ü\uD83D\uDE00\uD83D").Select(static text => (string?)text));

    private static string Long { get; } = string.Concat(Enumerable.Repeat("é😀x", 8_000));

    private static Gen<string?> Streamed { get; } = Gen.Frequency((4, Texts), (1, Gen.Choose(1, 32_000).Select(static length => (string?)Long[..length])));

    private static Gen<byte[]> DemoLines { get; } =
        from type in Gen.Elements(Types)
        from streamed in type is "words" or "message" ? Streamed : Texts
        from text in Texts
        from id in Texts
        from number in ArbMap.Default.GeneratorFor<long?>()
        from yes in ArbMap.Default.GeneratorFor<bool?>()
        select new DemoLine(type)
        {
            Text = streamed,
            Id = id,
            Uuid = yes == true ? Guid.NewGuid().ToString() : id,
            Tool = text,
            Input = text,
            Result = text,
            Ok = yes,
            Session = id,
            Elapsed = number,
            Prompt = number,
            Completion = number,
            Interrupted = yes,
            Command = text,
            Path = id,
            Code = text,
            Message = text,
        }.ToBytes()[..^1];

    private static Gen<byte[]> Mutilated { get; } =
        from line in DemoLines
        from at in Gen.Choose(0, int.MaxValue)
        from value in ArbMap.Default.GeneratorFor<byte>()
        select line.Select((b, i) => i == at % line.Length ? value : b).ToArray();

    private static Arbitrary<Line[]> Lines { get; } = Gen.ArrayOf(
        from stream in Gen.Elements(OutputStream.Output, OutputStream.Output, OutputStream.Output, OutputStream.Error)
        from bytes in Gen.OneOf(ArbMap.Default.GeneratorFor<byte[]>(), DemoLines, Mutilated)
        from truncated in Gen.Frequency((9, Gen.Constant(false)), (1, Gen.Constant(true)))
        select new Line(stream, [.. bytes.Where(static b => b != '\n')], truncated)).ToArbitrary();

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Read_anything_without_failing_and_say_only_what_can_be_stored(string kind) => Prop.ForAll(Lines, lines =>
    {
        foreach (var report in ReadThrough(kind, lines))
        {
            // What cannot be written as UTF-8, or is no JSON where JSON is promised, would fail later and far from here.
            _ = new UTF8Encoding(false, throwOnInvalidBytes: true).GetByteCount(report.ToString()!);
            var json = report switch
            {
                AgentToolStarted tool => tool.Input.Text,
                AgentAsked asked => asked.Input.Text,
                AgentRaw raw => raw.Message.Text,
                _ => "{}",
            };
            System.Text.Json.JsonDocument.Parse(json).Dispose();
        }
    }).QuickCheckThrowOnFailure();

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Read_on_from_their_memory_as_if_they_had_never_stopped(string kind) =>
        Prop.ForAll(Lines, ArbMap.Default.ArbFor<bool[]>(), (lines, cuts) =>
        {
            var interrupted = ReadThrough(kind, lines, index => cuts.Length > 0 && cuts[index % cuts.Length]);
            Assert.Equal(ReadThrough(kind, lines), interrupted);
        }).QuickCheckThrowOnFailure();

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Keep_every_streamed_word_in_a_finished_text(string kind) => Prop.ForAll(Lines, lines =>
    {
        // Without texts that the agent declares itself, which may be anything.
        var streamed = lines.Where(static line => DemoLine.Parse(line.Bytes) is not { Type: "message" }).ToArray();
        var reports = ReadThrough(kind, streamed);
        Assert.Equal(RunningAgent.WordsOf(reports), RunningAgent.TextOf(reports));
    }).QuickCheckThrowOnFailure();

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Survive_a_memory_that_is_damaged(string kind) => Prop.ForAll(Lines, ArbMap.Default.ArbFor<byte[]>(), (lines, memory) =>
    {
        var interpreter = Open(kind, memory);
        foreach (var line in lines)
            interpreter.Read(line.Stream, line.Bytes, line.Truncated, []);
        _ = interpreter.Memory;
    }).QuickCheckThrowOnFailure();

    [Fact]
    public void Of_the_demo_agent_carry_any_message_and_answer_as_they_are() =>
        Prop.ForAll<string, string>((content, input) =>
        {
            var (text, bytes) = (WellFormed(content), WellFormed(input));
            var interpreter = Open("demo", default);
            var message = DemoLine.Parse(interpreter.Message(new UserMessage(Turn.New(), text) { Attempt = 2 }).Bytes.Span[..^1]);
            var answer = DemoLine.Parse(interpreter.Answer(new AgentAnswer("id", PermissionDecision.Allow, bytes)).Bytes.Span[..^1]);
            return message!.Content == text && message.Attempt == 2 && answer!.Input == bytes && answer.Decision == "allow";
        }).QuickCheckThrowOnFailure();

    private static string WellFormed(string? text) => Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(text ?? ""));

    private static IAgentInterpreter Open(string kind, ReadOnlyMemory<byte> memory) =>
        RuntimeCatalog.BuiltIn.TryFind(kind, out var runtime) ? runtime.Open(Context, memory) : throw new ArgumentException(kind);

    private static List<AgentReport> ReadThrough(string kind, Line[] lines, Func<int, bool>? reopenBefore = null)
    {
        var interpreter = Open(kind, default);
        var reports = new List<AgentReport>();
        for (var i = 0; i < lines.Length; i++)
        {
            if (reopenBefore?.Invoke(i) == true)
                interpreter = Open(kind, interpreter.Memory.ToArray());
            interpreter.Read(lines[i].Stream, lines[i].Bytes, lines[i].Truncated, reports);
        }
        interpreter.ReadEnd(new ProcessExit(0, null), reports);
        // The handle of a question is random by design.
        return [.. reports.Select(static report => report is AgentAsked asked ? asked with { Request = default } : report)];
    }
}
