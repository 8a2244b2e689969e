using System.Text.Json;
using Steward.Bench.Instances;
using Steward.Bench.Peers;
using Steward.ClaudeCode.Tests.LanguageModel;

namespace Steward.Bench.ClaudeCode;

/// <summary>One Steward with the real Claude Code, and Claude Code by itself, both alone with a scripted model that answers at once.</summary>
internal sealed class ClaudeInstance : IAsyncDisposable
{
    /// <summary>The second one's process ends a second after its turn, so that the next one resumes the conversation.</summary>
    public const string Agent = "claude", Brief = "brief";

    private static readonly string[] Flags =
    [
        "-p", "--input-format", "stream-json", "--output-format", "stream-json", "--verbose", "--include-partial-messages", "--permission-prompt-tool", "stdio",
    ];

    private readonly Peer _claude;
    private readonly ModelEndpoint _model;
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("steward-bench-claude-");
    private readonly LonelyNetwork _network;

    private ClaudeInstance(Peer claude, LonelyNetwork network) => (_claude, _network, _model) = (claude, network, network.Within(static () => new ModelEndpoint()));

    public Instance Steward { get; private set; } = null!;

    public string Version => _claude.Version;

    /// <summary>Null, and said so, where it is not installed.</summary>
    public static async Task<ClaudeInstance?> StartAsync(BenchContext context)
    {
        if (context.Peers.Find("claude") is not { } claude)
        {
            Console.Error.WriteLine("left out: claude is not there (bench/peers FOLDER installs it, and --peers FOLDER finds it)");
            return null;
        }
        var instance = new ClaudeInstance(claude, context.Peers.Network);
        instance.Steward = await Instance.BusyAsync(context.Program, $"\"{Agent}\": {instance.Settings(600)}, \"{Brief}\": {instance.Settings(1)}", context.Peers.Network);
        return instance;
    }

    /// <summary>The same program with the same environment, over its own pipes.</summary>
    public DirectClaude Directly(params string[] arguments) => new(new Command(_claude.Program, [.. Flags, .. arguments])
    {
        Network = _network,
        Directory = _folder.CreateSubdirectory("work").FullName,
        Environment = Variables(_folder.CreateSubdirectory("direct").FullName),
    });

    public async ValueTask DisposeAsync()
    {
        await Steward.DisposeAsync();
        _model.Dispose();
        _folder.Delete(recursive: true);
    }

    private string Settings(int idleSeconds) => JsonSerializer.Serialize(new
    {
        runtime = "claude-code",
        program = _claude.Program,
        permissionMode = "manual",
        idleTimeoutSec = idleSeconds,
        environment = Variables(_folder.CreateSubdirectory("home").FullName),
    });

    private Dictionary<string, string> Variables(string home) => new()
    {
        ["HOME"] = home,
        ["TMPDIR"] = _folder.CreateSubdirectory("tmp").FullName,
        ["PATH"] = "/usr/local/bin:/usr/bin:/bin",
        ["ANTHROPIC_API_KEY"] = "scripted-key",
        ["ANTHROPIC_BASE_URL"] = _model.Address,
        ["CLAUDE_CODE_DISABLE_NONESSENTIAL_TRAFFIC"] = "1",
        ["CLAUDE_CODE_EMIT_SESSION_STATE_EVENTS"] = "1",
        ["DISABLE_TELEMETRY"] = "1",
        ["DISABLE_AUTOUPDATER"] = "1",
    };
}
