using Steward.Keeper.Native;
using Steward.Keeper.Startup;

namespace Steward.Keeper.Polling;

/// <summary>
/// Signals as something to read. They have to be blocked in every thread for that, and the runtime has threads before Main runs: only a
/// mask that is there at exec reaches them all. A launcher sets it; where none did, the keeper sets it and executes itself once more,
/// with the same pid. In return no signal is ever lost, not even one that comes before the keeper listens, and no handler runs.
/// </summary>
internal sealed unsafe class SignalDescriptor
{
    public static readonly int[] Handled = [Signal.Hup, Signal.Int, Signal.Term, Signal.Chld];

    /// <summary>Says that exec was tried, so that a runtime that unblocks signals ends in an error and not in a storm of execs.</summary>
    public const string ExecutedMark = "STEWARD_KEEPER_EXECUTED";

    private const int Block = 0, NonBlockCloseOnExec = 0x80800, RecordSize = 128;

    public int Fd { get; }

    public SignalDescriptor()
    {
        var set = stackalloc byte[128];
        Fill(set);
        Fd = Descriptor.Check(Libc.signalfd(-1, set, NonBlockCloseOnExec), "signalfd");
    }

    /// <summary>Returns only when the signals are blocked already.</summary>
    public static void BlockEverywhere()
    {
        var blocked = stackalloc byte[128];
        _ = Libc.pthread_sigmask(Block, null, blocked);
        if (Array.TrueForAll(Handled, signal => Libc.sigismember(blocked, signal) == 1)) return;
        if (Environment.GetEnvironmentVariable(ExecutedMark) is not null)
            throw new KeeperFailure("signals", 70, "the runtime does not keep signals blocked through exec");
        var set = stackalloc byte[128];
        Fill(set);
        _ = Libc.pthread_sigmask(Block, set, null);
        ExecuteAgain();
    }

    public bool TryRead(out int signal)
    {
        var record = stackalloc byte[RecordSize];
        var got = Libc.read(Fd, record, RecordSize);
        signal = got == RecordSize ? *(int*)record : 0;
        return got == RecordSize;
    }

    private static void ExecuteAgain()
    {
        var program = File.ResolveLinkTarget("/proc/self/exe", false)?.FullName ?? "/proc/self/exe";
        var environment = new List<string>(ProcSelf("environ")) { ExecutedMark + "=1" };
        using var argv = new StringVector(ProcSelf("cmdline"));
        using var variables = new StringVector(environment);
        _ = Libc.execve(program, argv.Pointer, variables.Pointer);
        throw new KeeperFailure("signals", 70, $"cannot execute {program} again: {Errno.Text(Errno.Last)}");
    }

    private static string[] ProcSelf(string name) =>
        File.ReadAllText("/proc/self/" + name).Split('\0', StringSplitOptions.RemoveEmptyEntries);

    private static void Fill(byte* set)
    {
        _ = Libc.sigemptyset(set);
        foreach (var signal in Handled) _ = Libc.sigaddset(set, signal);
    }
}
