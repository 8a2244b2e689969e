using System.Runtime.InteropServices;

namespace Steward.Runtimes.Demo;

/// <summary>
/// The agent that is built into Steward: it lives in a process of its own, needs no network and no account, and really does the few things that
/// it can. It ends with its standard input, or on SIGTERM.
/// </summary>
public static class DemoAgent
{
    /// <summary>The hidden verb of <c>steward</c> that starts it.</summary>
    public const string Verb = "demo-agent";

    private const int UsageError = 2;

    private static readonly TimeSpan UnwindLimit = TimeSpan.FromSeconds(2);

    /// <summary><paramref name="args"/> are those after the verb.</summary>
    public static async Task<int> RunAsync(string[] args, Stream stdin, Stream stdout, TextWriter stderr)
    {
        if (DemoOptions.Parse(args) is not { } options)
        {
            await stderr.WriteLineAsync($"usage: steward {Verb} --session ID --home FOLDER [--fork-of ID]");
            return UsageError;
        }
        using var over = new CancellationTokenSource();
        using var terminated = PosixSignalRegistration.Create(PosixSignal.SIGTERM, context =>
        {
            context.Cancel = true;
            if (!DemoScript.IgnoresTermination)
                over.Cancel();
        });
        var voice = new DemoVoice(stdout, stderr);
        try
        {
            await ConverseAsync(options, stdin, voice, over);
            return 0;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            voice.Note($"the demo agent cannot go on: {e.Message}");
            return 1;
        }
    }

    private static async Task ConverseAsync(DemoOptions options, Stream stdin, DemoVoice voice, CancellationTokenSource over)
    {
        using var memory = DemoMemory.Open(options);
        var inbox = new DemoInbox(voice);
        var listener = new Thread(() => Listen(stdin, inbox, over)) { IsBackground = true, Name = "stdin" };
        listener.Start();
        voice.Say(new DemoLine("ready") { Session = options.Session });
        var work = new DemoWork(options, voice, memory, inbox).RunAsync(over.Token);
        await Task.WhenAny(work, Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, over.Token));
        // A write into a full pipe that nobody reads cannot be taken back, and must not keep the process.
        await Task.WhenAny(work, Task.Delay(UnwindLimit, TimeProvider.System));
        if (work.IsCompleted)
            await work;
    }

    private static void Listen(Stream stdin, DemoInbox inbox, CancellationTokenSource over)
    {
        inbox.Read(stdin);
        try
        {
            over.Cancel();
        }
        catch (ObjectDisposedException)
        {
            // SIGTERM came first, and everything is over already.
        }
    }
}
