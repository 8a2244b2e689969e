using Steward.Domain.Agents;
using Steward.Domain.Turns;

namespace Steward.Runtimes.ClaudeCode;

/// <summary>
/// Claude Code: one process for a whole conversation, which takes messages and gives answers as JSON, one a line.
/// </summary>
public sealed class ClaudeRuntime : IAgentRuntime
{
    public const string Name = "claude-code";

    /// <summary>The version that everything here was seen to work with.</summary>
    public const string TestedVersion = "2.1.329";

    public string Kind => Name;

    public RuntimeCapabilities Capabilities { get; } = new() { CanResume = true, CanInterrupt = true, AsksPermission = true, TakesChoices = true, CanSteer = true, CanFork = true, TakesImages = true, CallsTools = true };

    // Settings with hooks, commands, agents and plugins; and programs that are started as MCP servers. Without a terminal it asks nobody about them.
    public IReadOnlyCollection<string> WorkspaceConfiguration { get; } = [".claude", ".mcp.json"];

    public TurnFailure? Refuse(LaunchContext context) =>
        ClaudeInstallation.FindProgram(context.Environment, context.Options.Program) is null ? ClaudeFailures.NotFound(context) : null;

    public LaunchPlan Plan(LaunchContext context)
    {
        var (conversation, exists) = ConversationChoice.Of(context, new Transcripts(ClaudeFolder.Of(context)));
        var (prompt, servers) = (ClaudePrompt.FileOf(context), ClaudeMcp.FileOf(context));
        var command = ClaudeArguments.Of(context.Options, conversation, exists, context.Tools.Length > 0, context.ForkOf?.Conversation, prompt?.Path)
            .AddRange(ClaudeMcp.Arguments(context.Options, servers));
        return new LaunchPlan(context.WithoutWorkspaceConfiguration ? command.AddRange("--setting-sources", "user") : command)
        {
            Environment = context.Sandboxed ? ClaudeSandbox.EnvironmentOf(context) : ClaudeEnvironment.Of(context),
            Files = [.. new[] { prompt, servers }.OfType<PlannedFile>()],
            Readable = servers is null ? [] : [servers.Path],
        };
    }

    // Its conversation stands in Claude Code's own files, which are its owner's.
    public IEnumerable<string> FilesOf(LaunchContext context) => [context.OwnPromptFile];

    public string? LoginOf(LaunchContext context) => ClaudeLogin.Of(context);

    public IAgentInterpreter Open(LaunchContext context, ReadOnlyMemory<byte> memory)
    {
        var transcripts = new Transcripts(ClaudeFolder.Of(context));
        var keys = new MessageKeys(message => transcripts.ReplyTo(ConversationChoice.Of(context, transcripts).Conversation, message));
        return new ClaudeInterpreter(memory, context.Directory, transcripts.ReplyTo, context.Heard, context.Tools, keys);
    }

    // The first message of a process comes with its opening.
    public long LengthOf(UserMessage message) =>
        ClaudeToolServer.Opening([.. AgentTool.All]).Length + ClaudeWriting.Message(message, message.Uuid).Bytes.Length;
}
