using System.Globalization;
using System.Net.Sockets;
using System.Text;
using Steward.Domain.Processes;
using Steward.Keeper.Client;

namespace Steward.Keeper.Tests.Programs;

/// <summary>
/// A daemon that does what a test tells it over its TCP listener, one line a command, and tells the test what its keeper tells it. The file
/// "mode" in the state directory makes it fail in various ways before it is ready.
/// </summary>
internal sealed class DaemonRole : IKeeperEvents
{
    private readonly List<string> said = [];
    private readonly List<StreamWriter> listeners = [];
    private readonly Lock gate = new();
    private KeeperLink link = null!;
    private bool commitsAtOnce;

    public static int Run()
    {
        var daemon = new DaemonRole();
        daemon.link = KeeperLink.Attach(daemon);
        var mode = Path.Combine(daemon.link.Hello.StateDirectory, "mode");
        switch (File.Exists(mode) ? File.ReadAllText(mode).Trim() : "")
        {
            case "crash":
                Console.Error.WriteLine("the last line that it wrote");
                return 3;
            case "permanent":
                daemon.link.Failed("config", "the setting \"x\" is wrong");
                return 78;
            case "hang": return Wait();
            case "environment":
                File.AppendAllLines(mode + ".out", Environment.GetEnvironmentVariables().Keys.Cast<string>().Order());
                break;
            case "short": daemon.link.Begin(); daemon.link.Ready(); return 1;
        }
        daemon.Introduce();
        daemon.link.Begin();
        daemon.link.Ready();
        return daemon.Serve();
    }

    private static int Wait()
    {
        using var never = new ManualResetEventSlim();
        never.Wait();
        return 0;
    }

    private void Introduce()
    {
        var hello = link.Hello;
        Say($"hello {hello.Reason} {hello.Incarnation} {Environment.ProcessId} {hello.KeeperPid} {hello.Port} {hello.ApiSocket}");
        foreach (var kept in hello.Kept)
            Say($"kept {kept.Launch} {kept.Pid} {kept.Out.Length} {kept.Out.Ended} {kept.Err.Length} {kept.HasExited} {kept.ExitCode} {kept.Signal} {kept.NextPiece} {kept.StdinOpen}");
    }

    private int Serve()
    {
        using var door = new Socket(new SafeSocketHandle(link.Hello.TcpListener, ownsHandle: true));
        while (true)
        {
            var socket = door.Accept();
            socket.NoDelay = true;
            var client = new NetworkStream(socket, ownsSocket: true);
            new Thread(() => Attend(client)) { IsBackground = true }.Start();
        }
    }

    private void Attend(NetworkStream client)
    {
        using var commands = new StreamReader(client);
        lock (gate)
        {
            var writer = new StreamWriter(client) { AutoFlush = true };
            if (said.TrueForAll(line => TryWrite(writer, line))) listeners.Add(writer);
        }
        try
        {
            while (commands.ReadLine() is { } line) Obey(line.Split('\t'));
        }
        catch (IOException)
        {
            // The test went away.
        }
    }

    private void Obey(string[] command)
    {
        var launch = new LaunchId(command.Length > 1 ? command[1] : "");
        switch (command[0])
        {
            case "start":
                link.Start(new StartProcess
                {
                    Launch = launch,
                    ClosedStdin = command[2] == "closed",
                    Directory = command[3],
                    Argv = command[4..],
                    Environment = ["PATH=/usr/local/bin:/usr/bin:/bin", "GREETING=hello", $"DOTNET_ROOT={Environment.GetEnvironmentVariable("DOTNET_ROOT")}"],
                });
                break;
            case "write": link.Write(launch, Number(2), Encoding.UTF8.GetBytes(command[3]), last: command[4] == "last"); break;
            case "fill": link.Write(launch, Number(2), new byte[Number(3)], last: false); break;
            case "stop": link.Stop(launch, TimeSpan.FromMilliseconds(Number(2))); break;
            case "signal": link.Signal(launch, (int)Number(2)); break;
            case "commit": link.Committed(launch, ProcessStream.Out, Number(2)); break;
            case "commit-at-once": commitsAtOnce = true; break;
            case "release": link.Release(launch); break;
            case "replace": link.Replace(); Environment.Exit((int)Number(1)); break;
            case "exit": Environment.Exit((int)Number(1)); break;
            case "spawn":
                using (var own = System.Diagnostics.Process.Start("/bin/sleep", "1000")) Say($"spawned {own.Id}");
                break;
            case "print": Console.Error.WriteLine(new string('x', (int)Number(1))); Say("printed"); break;
            default: throw new InvalidOperationException(command[0]);
        }

        long Number(int index) => long.Parse(command[index], CultureInfo.InvariantCulture);
    }

    private void Say(string line)
    {
        lock (gate)
        {
            // A flood is told of by its last state, or the history would be the largest thing of all.
            if (!line.StartsWith("grown", StringComparison.Ordinal) || said.Count < 10_000) said.Add(line);
            listeners.RemoveAll(writer => !TryWrite(writer, line));
        }
    }

    private static bool TryWrite(StreamWriter writer, string line)
    {
        try
        {
            writer.WriteLine(line);
            return true;
        }
        catch (Exception gone) when (gone is IOException or ObjectDisposedException)
        {
            return false;
        }
    }

    public void Started(LaunchId launch, int pid, long startTicks) => Say($"started {launch} {pid} {startTicks}");
    public void StartFailed(LaunchId launch, int errno, string message) => Say($"failed {launch} {errno} {message}");
    public void Exited(LaunchId launch, int? exitCode, int? signal) => Say($"exited {launch} code={exitCode} signal={signal}");
    public void Acknowledged(LaunchId launch, long piece) => Say($"acknowledged {launch} {piece}");
    public void StdinClosed(LaunchId launch) => Say($"stdin-closed {launch}");
    public void Refused(LaunchId launch, long piece) => Say($"refused {launch} {piece}");
    public void Stalled(LaunchId launch, int errno) => Say($"stalled {launch} {errno}");
    public void KeeperLost() => Environment.Exit(70);

    public void Grown(LaunchId launch, ProcessStream stream, long length, bool ended)
    {
        if (commitsAtOnce)
        {
            link.Committed(launch, stream, length);
            if (!ended) return;
        }
        Say($"grown {launch} {stream} {length} {ended}");
    }

    public void StopRequested(bool hurry)
    {
        Say($"stop-requested {hurry}");
        if (!File.Exists(Path.Combine(link.Hello.StateDirectory, "stubborn"))) Environment.Exit(0);
    }
}
