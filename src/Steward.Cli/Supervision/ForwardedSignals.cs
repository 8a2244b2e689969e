using System.Runtime.InteropServices;
using Steward.Cli.Terminals;

namespace Steward.Cli.Supervision;

/// <summary>Hands signals on to a process. One that comes while that process is still being started is handed on when it is there.</summary>
internal sealed class ForwardedSignals
{
    private readonly Lock gate = new();
    private int pid, early;

    public PosixSignalRegistration Forward(PosixSignal signal, int number) => PosixSignalRegistration.Create(signal, context =>
    {
        context.Cancel = true;
        lock (gate)
        {
            if (pid == 0) early = number;
            else _ = Libc.kill(pid, number);
        }
    });

    public void To(int process)
    {
        lock (gate)
        {
            pid = process;
            if (early != 0) _ = Libc.kill(pid, early);
        }
    }
}
