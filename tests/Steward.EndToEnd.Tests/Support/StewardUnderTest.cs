using System.Text;
using System.Text.Json;
using Steward.Protocol;
using Steward.Protocol.Files;

namespace Steward.EndToEnd.Tests.Support;

/// <summary>
/// A whole Steward in a home of its own, with its own keeper, daemon and agents. Disposing it stops everything, and fails when a process, a
/// file or a socket of it is left.
/// </summary>
public class StewardUnderTest : IAsyncLifetime
{
    private readonly Dictionary<string, string> _environment;
    private readonly string _folder;
    private HttpApi? _api;

    public StewardUnderTest() : this("")
    {
    }

    /// <param name="below">Where its home is below the folder that is made for it.</param>
    protected StewardUnderTest(string below)
    {
        _folder = Directory.CreateTempSubdirectory("steward-e2e-").FullName;
        Home = new StewardHome(Path.Combine(_folder, below));
        _environment = new Dictionary<string, string>
        {
            ["STEWARD_HOME"] = Home.Root,
            ["STEWARD_DAEMON_PORT"] = "0",
            ["DOTNET_TieredPGO"] = "0",
            // The files of an account that the tester really has are nobody's to clear.
            ["HOME"] = Home.Root,
        };
    }

    internal StewardHome Home { get; }

    internal DaemonState State { get; private set; } = null!;

    internal HttpApi Api => _api ?? throw new InvalidOperationException("It is not started.");

    /// <summary>The daemon's part of <c>config.json</c>, as the inside of a JSON object.</summary>
    protected virtual string Settings => "\"maxSessions\": 1000, \"workerPoolSize\": 8";

    /// <summary>The keys of <c>config.json</c> beside the daemon and the agents, each with a comma behind it.</summary>
    protected virtual string MoreSettings => "";

    /// <summary>More of the agent's environment, as <c>"NAME": "value"</c>.</summary>
    protected virtual string AgentEnvironment => "";

    /// <summary>More keys of the agent.</summary>
    protected virtual string AgentSettings => "";

    /// <summary>Agents beside the demo, each with a comma before it.</summary>
    protected virtual string MoreAgents => "";

    public async ValueTask InitializeAsync()
    {
        var more = AgentSettings.Length > 0 ? ", " + AgentSettings : "";
        var environment = AgentEnvironment.Length > 0 ? ", " + AgentEnvironment : "";
        await WriteAsync(Home.ConfigFile, $$"""
            {
              "daemon": { {{Settings}} },
              {{MoreSettings}}
              "agents": {
                "demo": { "runtime": "demo", "environment": { "STEWARD_DEMO_SCRIPT": "1", "STEWARD_DEMO_PACE_MS": "0"{{environment}} }{{more}} }{{MoreAgents}}
              },
              "defaultAgent": "demo"
            }
            """);
        await StartAsync();
    }

    internal async Task StartAsync()
    {
        var started = await RunAsync("start");
        Assert.True(started.ExitCode == 0, $"steward start: {started.ExitCode}\n{started.Out}{started.Error}");
        ReadState();
    }

    internal async Task StopAsync(params string[] more)
    {
        var stopped = await RunAsync(["stop", .. more]);
        Assert.True(stopped.ExitCode == 0, $"steward stop: {stopped.ExitCode}\n{stopped.Out}{stopped.Error}");
    }

    internal void ReadState()
    {
        State = JsonSerializer.Deserialize(File.ReadAllBytes(Home.StateFile), WireJson.Default.DaemonState)!;
        _api?.Dispose();
        _api = new HttpApi(State.Port, State.Token);
    }

    internal Task<Ran> RunAsync(params IReadOnlyList<string> arguments) => RunProgramAsync(StewardProgram.Path, arguments);

    private protected Task<Ran> RunProgramAsync(string program, IReadOnlyList<string> arguments) =>
        StewardProgram.RunAsync(program, arguments, _environment);

    internal static async Task WriteAsync(string path, string text)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        await using var file = File.Create(path);
        await file.WriteAsync(Encoding.UTF8.GetBytes(text));
    }

    public async ValueTask DisposeAsync()
    {
        _api?.Dispose();
        var stopped = await RunAsync("stop", "--now");
        await Processes.NoneOfAsync(Home.Root);
        var left = new[] { Home.StateFile, Home.PidFile, State?.ApiSocket ?? Home.ApiSocket, Home.BridgeSocket }.Where(File.Exists).ToList();
        var log = stopped.ExitCode is 0 or 3 ? "" : $"steward stop: {stopped.ExitCode} {stopped.Error}";
        Directory.Delete(_folder, recursive: true);
        GC.SuppressFinalize(this);
        Assert.True(left.Count == 0 && log.Length == 0, $"After the end there was still {string.Join(", ", left)}. {log}");
    }
}
