using System.Text;
using FsCheck;
using FsCheck.Fluent;
using Steward.Domain.Agents;
using Steward.Domain.Processes;

namespace Steward.Runtimes.Tests.ClaudeCode;

/// <summary>Any lines, cut anywhere: a daemon that comes after a crash reads what the one before would have read.</summary>
public sealed class Reading_claude_on
{
    private static readonly string[] Known =
    [
        Claude.Queued, Claude.Started, Claude.Init, Claude.Start, Claude.Words("one "), Claude.Words("ü\\ud83d\\ude00 \\ud83d "), Claude.Text("one two"), Claude.Done,
        Claude.Lifecycle("completed"), Claude.Lifecycle("cancelled"), Claude.Failed("\"terminal_reason\":\"api_error\",\"result\":\"\\udc00\""),
        """{"type":"stream_event","event":{"delta":{"type":"thinking_delta","thinking":"hm"},"type":"content_block_delta"}}""",
        """{"type":"assistant","message":{"content":[{"type":"thinking","thinking":"hm"}]}}""",
        """{"type":"assistant","error":"rate_limit","message":{"content":[{"type":"text","text":"no"}]}}""",
        """{"type":"assistant","timestamp":"2026-11-21T05:02:57Z","message":{"content":[{"type":"tool_use","id":"t1","name":"Bash","input":{"a":"\ud800"}}]}}""",
        """{"type":"user","timestamp":"2026-11-21T05:02:58Z","message":{"content":[{"tool_use_id":"t1","type":"tool_result","content":"x","is_error":true}]}}""",
        """{"type":"rate_limit_event","rate_limit_info":{"status":"rejected","resetsAt":1795242095,"rateLimitType":"five_hour"}}""",
        """{"type":"control_request","request_id":"r1","request":{"subtype":"can_use_tool","tool_name":"Bash","input":{"command":"ls"}}}""",
        """{"type":"rate_limit_event","rate_limit_info":{"status":"allowed","unifiedWindows":{"five_hour":{"utilization":0.5,"resetsAt":1795242095}}}}""",
        """{"type":"assistant","message":{"content":[{"type":"tool_use","id":"t2","name":"TaskCreate","input":{}}]}}""",
        """{"type":"user","message":{"content":[{"tool_use_id":"t2","type":"tool_result","content":"x"}]},"tool_use_result":{"task":{"id":"1","subject":"write"}}}""",
        """{"type":"assistant","parent_tool_use_id":"t1","message":{"model":"m","usage":{"input_tokens":7},"content":[{"type":"text","text":"of a helper"}]}}""",
        """{"type":"control_request","request_id":"r2","request":{"subtype":"elicitation","mcp_server_name":"s","message":"?"}}""",
        """{"type":"system","subtype":"api_retry","attempt":1}""", """{"type":"result","origin":{"kind":"task-notification"}}""", """{"type":"assistant","message":null}""",
        """{"type":"user","message":{"content":"text"}}""", """{"type":7}""", """{"type":"command_lifecycle","command_uuid":"x"}""",
    ];

    private static Gen<byte[]> Whole { get; } = Gen.Elements(Known).Select(Encoding.UTF8.GetBytes);

    private static Gen<byte[]> Mutilated { get; } =
        from line in Whole
        from at in Gen.Choose(0, int.MaxValue)
        from value in ArbMap.Default.GeneratorFor<byte>()
        select line.Select((b, i) => i == at % line.Length ? value : b).ToArray();

    private static Gen<byte[]> Torn { get; } =
        from line in Whole
        from length in Gen.Choose(0, int.MaxValue)
        select line[..(length % line.Length)];

    private static Arbitrary<(OutputStream Stream, byte[] Bytes)[]> Lines { get; } = Gen.ArrayOf(
        from stream in Gen.Frequency((9, Gen.Constant(OutputStream.Output)), (1, Gen.Constant(OutputStream.Error)))
        from bytes in Gen.Frequency((6, Whole), (2, Mutilated), (1, Torn))
        select (stream, bytes)).ToArbitrary();

    [Fact]
    public void Gives_the_same_reports_wherever_it_was_cut() => Prop.ForAll(Lines, ArbMap.Default.ArbFor<bool[]>(), (lines, cuts) =>
        Assert.Equal(Read(lines, static _ => false), Read(lines, index => cuts.Length > 0 && cuts[index % cuts.Length]))).QuickCheckThrowOnFailure();

    [Fact]
    public void Says_only_what_can_be_stored() => Prop.ForAll(Lines, lines =>
    {
        foreach (var report in Read(lines, static _ => false))
        {
            _ = new UTF8Encoding(false, throwOnInvalidBytes: true).GetByteCount(report.ToString()!);
            var json = report switch
            {
                AgentToolStarted tool => tool.Input.Text,
                AgentAsked asked => asked.Input.Text,
                AgentRaw raw => raw.Message.Text,
                AgentDeclined declined => declined.Request.Text,
                _ => "{}",
            };
            System.Text.Json.JsonDocument.Parse(json).Dispose();
        }
    }).QuickCheckThrowOnFailure();

    [Fact]
    public void Has_a_memory_that_stays_small()
    {
        var interpreter = Claude.Open();
        for (var i = 0; i < 2000; i++)
        {
            Claude.Read(interpreter, [Claude.Words(new string('x', 500)),
                $$"""{"type":"assistant","message":{"content":[{"type":"tool_use","id":"t{{i}}","name":"Bash","input":{ } }] } }"""]);
            Assert.True(interpreter.Memory.Length < 128 << 10);
        }
    }

    private static AgentReport Comparable(AgentReport report) => report switch
    {
        AgentAsked asked => asked with { Request = default },
        AgentTodo todo => new AgentNote(string.Join('|', todo.Items)),
        _ => report,
    };

    private static List<AgentReport> Read((OutputStream Stream, byte[] Bytes)[] lines, Func<int, bool> reopenBefore)
    {
        var interpreter = Claude.Open();
        var reports = new List<AgentReport>();
        for (var i = 0; i < lines.Length; i++)
        {
            if (reopenBefore(i))
                interpreter = Claude.Open(interpreter.Memory.ToArray());
            interpreter.Read(lines[i].Stream, [.. lines[i].Bytes.Where(static b => b != '\n')], truncated: false, reports);
        }
        interpreter.ReadEnd(new ProcessExit(1, null), reports);
        return [.. reports.Select(Comparable)];
    }
}
