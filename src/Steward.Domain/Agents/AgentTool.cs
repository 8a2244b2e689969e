namespace Steward.Domain.Agents;

/// <summary>A tool that Steward offers to its agents: its name, what it is for, and the JSON schema of what it takes.</summary>
public sealed record AgentTool(string Name, string Description, string InputSchema)
{
    public const string Owner = "owner";

    public const int LongestText = 64 << 10;

    public static AgentTool SendMessage { get; } = new("send_message",
        "Sends a message to your owner or to another agent of this host. It is kept until it is read, and nobody is interrupted by it.",
        Schema(("to", "`owner`, or the name of an agent (see list_agents)", false), ("text", "what to say", true)));

    public static AgentTool ListMessages { get; } = new("list_messages",
        "Lists the messages that were sent to you, the newest last.",
        Schema(("after", "only those after this cursor, as an earlier answer gave it", false)));

    public static AgentTool ListAgents { get; } = new("list_agents", "Lists the agents of this host, and whether they work at something now.", Schema());

    public static AgentTool AskAgent { get; } = new("ask_agent",
        "Asks another agent of this host, waits for its answer and returns it. Asked again, it remembers what you asked before.",
        Schema(("agent", "the name of the agent (see list_agents)", true), ("question", "what it should do or answer", true)));

    public static AgentTool Remember { get; } = new("remember",
        "Writes one fact into your MEMORY.md, which you are given in later conversations. Keep it short.",
        Schema(("text", "the fact, in one line or a few", true)));

    public static AgentTool ReportStatus { get; } = new("report_status",
        "Tells your owner in a few words what you are doing now. It is shown beside your session.",
        Schema(("text", "a few words", true)));

    public static IReadOnlyList<AgentTool> All { get; } = [SendMessage, ListMessages, ListAgents, AskAgent, Remember, ReportStatus];

    private static string Schema(params ReadOnlySpan<(string Name, string Meaning, bool Required)> members)
    {
        var properties = new List<string>();
        var required = new List<string>();
        foreach (var (name, meaning, isRequired) in members)
        {
            properties.Add($$"""
                "{{name}}":{"type":"string","description":"{{meaning}}"}
                """);
            if (isRequired)
                required.Add($"\"{name}\"");
        }
        return $$"""
            {"type":"object","properties":{{{string.Join(',', properties)}}},"required":[{{string.Join(',', required)}}],"additionalProperties":false}
            """;
    }
}
