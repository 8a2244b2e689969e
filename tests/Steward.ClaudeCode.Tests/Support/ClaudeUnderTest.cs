using System.Diagnostics;
using System.Net;
using System.Text.Json;
using System.Text.Json.Nodes;
using Steward.ClaudeCode.Tests.LanguageModel;
using Steward.EndToEnd.Tests.Support;
using Steward.Protocol;
using Steward.Protocol.Files;

namespace Steward.ClaudeCode.Tests.Support;

/// <summary>A whole Steward with one agent, Claude Code, in a home of its own. Disposing it fails when a process of it is left.</summary>
public class ClaudeUnderTest : IAsyncLifetime
{
    private readonly string _root = Directory.CreateTempSubdirectory("steward-claude-").FullName;
    private readonly ModelEndpoint _model = new();
    private readonly Dictionary<string, string> _environment;
    private HttpApi? _api;

    public ClaudeUnderTest()
    {
        Home = new StewardHome(Path.Combine(_root, "steward"));
        Workspace = Directory.CreateDirectory(Path.Combine(_root, "work")).FullName;
        ClaudeHome = Directory.CreateDirectory(Path.Combine(_root, "home")).FullName;
        _environment = new Dictionary<string, string> { ["STEWARD_HOME"] = Home.Root, ["STEWARD_DAEMON_PORT"] = "0" };
    }

    internal StewardHome Home { get; }

    internal string Workspace { get; }

    /// <summary>The home folder of the agent's own user.</summary>
    internal string ClaudeHome { get; }

    internal HttpApi Api => _api ?? throw new InvalidOperationException("It is not started.");

    internal DaemonState State { get; private set; } = null!;

    /// <summary>What keeps its agent from being started.</summary>
    protected virtual string GateMode => "advise";

    /// <summary>The login in the agent's environment; without one it has what its home folder holds.</summary>
    protected virtual string? Key => "scripted-key";

    /// <summary>What else is in the agent's environment.</summary>
    protected virtual IReadOnlyDictionary<string, string> MoreEnvironment => new Dictionary<string, string>();

    /// <summary>More settings of the agent <c>claude</c>, and of the daemon.</summary>
    protected virtual JsonObject MoreOfAgent => [];

    protected virtual JsonObject MoreOfDaemon => [];

    public async ValueTask InitializeAsync()
    {
        var settings = new
        {
            daemon = With(new { permissionTimeoutMs = 60_000, workerPoolSize = 32, maxSessions = 32, maxWarm = 32 }, MoreOfDaemon),
            defaultAgent = "claude",
            gate = new { mode = GateMode },
            agents = new { claude = With(Agent("manual"), MoreOfAgent), planner = Agent("plan") },
        };
        Directory.CreateDirectory(Home.Root, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        await using (var file = File.Create(Home.ConfigFile))
            await file.WriteAsync(JsonSerializer.SerializeToUtf8Bytes(settings));
        await StartAsync();
    }

    internal async Task StartAsync()
    {
        var started = await RunAsync("start");
        Assert.True(started.ExitCode == 0, $"steward start: {started.ExitCode}\n{started.Out}{started.Error}");
        ReadState();
    }

    internal async Task StopAsync()
    {
        var stopped = await RunAsync("stop");
        Assert.True(stopped.ExitCode == 0, $"steward stop: {stopped.ExitCode}\n{stopped.Out}{stopped.Error}");
    }

    /// <summary>Until the next one answers.</summary>
    internal async Task KillDaemonAsync()
    {
        var pid = State.Pid;
        await KillAsync(pid);
        await Eventually.TrueAsync(async () =>
        {
            ReadState();
            return State.Pid != pid && await IsAnsweringAsync();
        }, () => "No new daemon came.");
    }

    internal static async Task KillAsync(int pid, string signal = "-9")
    {
        using var kill = Process.Start("kill", [signal, $"{pid}"]);
        await kill.WaitForExitAsync(TestContext.Current.CancellationToken);
    }

    internal void ReadState()
    {
        State = JsonSerializer.Deserialize(File.ReadAllBytes(Home.StateFile), WireJson.Default.DaemonState)!;
        _api?.Dispose();
        _api = new HttpApi(State.Port, State.Token);
    }

    internal Task<Ran> RunAsync(params IReadOnlyList<string> arguments) => StewardProgram.RunAsync(StewardProgram.Path, arguments, _environment);

    /// <summary>A command of this Steward's that the test runs by itself.</summary>
    internal ProcessStartInfo Command(string program, params IEnumerable<string> arguments)
    {
        var start = new ProcessStartInfo(program, arguments) { RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (var (name, value) in _environment)
            start.Environment[name] = value;
        return start;
    }

    /// <summary>What its process was started with, by the session's pid.</summary>
    internal async Task<string[]> ArgumentsAsync(string session) =>
        Processes.Arguments((await Api.SessionAsync(session)).GetProperty("pid").GetInt32());


    /// <summary>The records of messages in the conversations that were kept; there is one conversation in most tests.</summary>
    internal IReadOnlyList<string> Transcript() =>
        [.. Directory.EnumerateFiles(Path.Combine(ClaudeHome, ".claude", "projects"), "*.jsonl", SearchOption.AllDirectories).SelectMany(File.ReadLines)
            .Where(static record => record.Contains("\"message\":{", StringComparison.Ordinal) && !record.Contains("\"type\":\"api-request", StringComparison.Ordinal))];

    public async ValueTask DisposeAsync()
    {
        _api?.Dispose();
        var stopped = await RunAsync("stop", "--now");
        await Processes.NoneOfAsync(_root);
        _model.Dispose();
        Directory.Delete(_root, recursive: true);
        GC.SuppressFinalize(this);
        Assert.True(stopped.ExitCode is 0 or 3, $"steward stop: {stopped.ExitCode} {stopped.Error}");
    }

    private static JsonObject With(object settings, JsonObject more)
    {
        var all = JsonSerializer.SerializeToNode(settings)!.AsObject();
        foreach (var (name, value) in more)
            all[name] = value?.DeepClone();
        return all;
    }

    private async Task<bool> IsAnsweringAsync()
    {
        try
        {
            return (await Api.GetAsync("/v3/health")).Status == HttpStatusCode.OK;
        }
        catch (HttpRequestException)
        {
            return false;
        }
    }

    private object Agent(string permissionMode) => new
    {
        runtime = "claude-code",
        program = ClaudeProgram.Path,
        permissionMode,
        workspace = Workspace,
        environment = AgentEnvironment(),
        // The stand-in is more than one file.
        sandbox = new { readable = new[] { AppContext.BaseDirectory.TrimEnd('/') } },
    };

    private Dictionary<string, string> AgentEnvironment()
    {
        var environment = BaseEnvironment();
        foreach (var (name, value) in MoreEnvironment)
            environment[name] = value;
        return environment;
    }

    private Dictionary<string, string> BaseEnvironment() => new(Key is { } key ? [KeyValuePair.Create("ANTHROPIC_API_KEY", key)] : [])
    {
        ["HOME"] = ClaudeHome,
        ["TMPDIR"] = Directory.CreateDirectory(Path.Combine(_root, "tmp")).FullName,
        ["ANTHROPIC_BASE_URL"] = _model.Address,
        ["CLAUDE_CODE_DISABLE_NONESSENTIAL_TRAFFIC"] = "1",
        ["DISABLE_TELEMETRY"] = "1",
        ["CLAUDE_CODE_MAX_RETRIES"] = "0",
        ["DOTNET_TieredPGO"] = "0",
    };
}
