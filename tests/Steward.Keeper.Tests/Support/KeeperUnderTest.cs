using System.Globalization;
using System.Text.Json;
using Steward.Domain.Processes;
using Steward.Keeper.Children;
using Steward.Keeper.Client;
using Steward.Keeper.Native;

namespace Steward.Keeper.Tests.Support;

/// <summary>A keeper as a process of its own, with a state directory of its own; disposing it checks that nothing is left running.</summary>
internal sealed class KeeperUnderTest : IAsyncDisposable
{
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);
    public static readonly string Self = Environment.ProcessPath!;

    private readonly bool ownsFolder;

    private KeeperUnderTest(string state, bool ownsFolder) => (State, this.ownsFolder) = (state, ownsFolder);

    public string State { get; }
    public int Pid { get; private set; }
    public JsonElement Status { get; private set; }
    public string? StatusLine { get; private set; }
    public int? ExitCode { get; private set; }
    public int Port => Status.GetProperty("port").GetInt32();
    public int FirstDaemonPid => Status.GetProperty("daemonPid").GetInt32();
    public string Log => File.ReadAllText(LogPath);
    private string LogPath => Path.Combine(State, "keeper.log");
    public string NotePath => Path.Combine(State, "parked.json");

    public static KeeperUnderTest Prepare(string? state = null)
    {
        var path = state ?? Path.Combine(Path.GetTempPath(), "steward-keeper-" + Path.GetRandomFileName());
        Directory.CreateDirectory(path);
        return new KeeperUnderTest(path, state is null);
    }

    /// <summary>A keeper whose daemon is ready.</summary>
    public static KeeperUnderTest Launch(params string[] settings)
    {
        var keeper = Prepare().Start(settings);
        Assert.True(keeper.StatusLine?.Contains("\"ok\":true", StringComparison.Ordinal), $"{keeper.StatusLine}\n{keeper.Log}");
        return keeper;
    }

    /// <summary>With the status pipe, as the command line does it.</summary>
    public KeeperUnderTest Start(params string[] settings) => Start([$"status={DetachedKeeper.StatusFd}", .. settings], Patience);

    /// <summary>Without it, as an init system does it: it parks where the other would end.</summary>
    public KeeperUnderTest StartWithoutStatus(params string[] settings) => Start(settings, TimeSpan.FromMilliseconds(1));

    public void SetMode(string mode) => Write("mode", mode);

    public void Write(string name, string content)
    {
        using var writer = new StreamWriter(Path.Combine(State, name));
        writer.Write(content);
    }

    public Task<DaemonConversation> TalkAsync() => DaemonConversation.OpenAsync(Port);

    /// <summary>A connection that a dying daemon still took is lost with it: like every client, connect again.</summary>
    public async Task<DaemonConversation> TalkAsync(int incarnation)
    {
        while (true)
        {
            var daemon = await DaemonConversation.OpenAsync(Port);
            if (await daemon.IsAsync(incarnation)) return daemon;
            daemon.Dispose();
        }
    }

    public void Signal(int signal) => Assert.Equal(0, Libc.kill(Pid, signal));

    public unsafe Task<int> WaitForExitAsync() => Eventually.GetAsync("the keeper ends", () =>
    {
        int status;
        if (ExitCode is null && Libc.waitpid(Pid, &status, 1) == Pid)
            ExitCode = (status & 0x7F) == 0 ? (status >> 8) & 0xFF : 128 + (status & 0x7F);
        return ExitCode;
    });

    public byte[] ReadSpool(string launch, ProcessStream stream = ProcessStream.Out)
    {
        using var spool = SpoolReader.Open(State, new LaunchId(launch), stream);
        var bytes = new byte[spool.Length];
        for (var at = 0; at < bytes.Length;) at += spool.ReadAt(at, bytes.AsSpan(at));
        return bytes;
    }

    public string ReadText(string launch, ProcessStream stream = ProcessStream.Out) =>
        System.Text.Encoding.UTF8.GetString(ReadSpool(launch, stream));

    /// <summary>Everything alive that carries the cookie of this state directory.</summary>
    public IReadOnlyList<int> Carriers()
    {
        var path = Path.Combine(State, "instance");
        if (!File.Exists(path)) return [];
        return [.. new ProcessTable().Carriers(File.ReadAllText(path).Trim()).Select(entry => entry.Pid)];
    }

    public async ValueTask DisposeAsync()
    {
        if (ExitCode is null && Pid != 0)
        {
            _ = Libc.kill(Pid, Native.Signal.Term);
            _ = Libc.kill(Pid, Native.Signal.Term);
            _ = Libc.kill(Pid, 18);
            await WaitForExitAsync();
        }
        // Another of the same folder answers for what runs there.
        if (!ownsFolder) return;
        var left = Carriers();
        foreach (var pid in left) _ = Libc.kill(pid, Native.Signal.Kill);
        Directory.Delete(State, recursive: true);
        Assert.Empty(left);
    }

    /// <summary>Through a command that changes something and then executes the keeper in its place.</summary>
    public KeeperUnderTest StartThrough(string[] command, params string[] settings) =>
        Start([$"status={DetachedKeeper.StatusFd}", .. settings], Patience, command);

    private KeeperUnderTest Start(string[] settings, TimeSpan limit, string[]? through = null)
    {
        var environment = Environment.GetEnvironmentVariables().Cast<System.Collections.DictionaryEntry>()
            .Select(variable => string.Create(CultureInfo.InvariantCulture, $"{variable.Key}={variable.Value}"))
            .Append("SECRET_TOKEN=canary").ToList();
        var launched = DetachedKeeper.Launch([.. through ?? [], Self, "keeper", $"state={State}", .. settings], environment, LogPath, limit, TimeProvider.System);
        (Pid, StatusLine, ExitCode) = (launched.Pid, launched.StatusLine, launched.ExitCode);
        if (StatusLine is not null) Status = JsonDocument.Parse(StatusLine).RootElement;
        return this;
    }
}
