using System.Runtime.InteropServices;
using Steward.Daemon.Sessions;

namespace Steward.Daemon.Lifecycle;

internal enum Farewell
{
    Stop,
    Restart,
}

/// <summary>
/// How this daemon ends: stopped, with time for the turns that run, or replaced, with none needed because agents outlive it. Whoever asks
/// first decides; asking to stop again makes it hurry.
/// </summary>
internal sealed class DaemonLife(DaemonStatus status, TurnGate gate, TimeProvider time) : IDisposable
{
    private static readonly TimeSpan Drain = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan Hurry = TimeSpan.FromSeconds(2);

    private readonly TaskCompletionSource<Farewell> _asked = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly CancellationTokenSource _patience = new();
    private readonly CancellationTokenSource _closing = new();
    private readonly List<PosixSignalRegistration> _signals = [];

    /// <summary>Streams end: the daemon is going.</summary>
    public CancellationToken Closing => _closing.Token;

    /// <summary>Those that a stop would give time to end.</summary>
    public int TurnsToWaitFor => gate.Working;

    public Farewell? Chosen => _asked.Task.IsCompletedSuccessfully ? _asked.Task.Result : null;

    public void ListenToSignals()
    {
        foreach (var signal in (ReadOnlySpan<PosixSignal>)[PosixSignal.SIGTERM, PosixSignal.SIGINT])
            _signals.Add(PosixSignalRegistration.Create(signal, context =>
            {
                context.Cancel = true;
                RequestStop(hurry: Chosen is not null);
            }));
    }

    public void RequestStop(bool hurry)
    {
        status.BeginStop();
        _asked.TrySetResult(Farewell.Stop);
        if (hurry)
            _patience.CancelAfter(Hurry);
    }

    public void RequestRestart()
    {
        status.BeginStop();
        _asked.TrySetResult(Farewell.Restart);
    }

    /// <summary>Waits until the daemon is to end, and the turns that run are over or had their time.</summary>
    public async Task<Farewell> WaitAsync()
    {
        var farewell = await _asked.Task;
        if (farewell == Farewell.Stop)
            await DrainAsync();
        await _closing.CancelAsync();
        return farewell;
    }

    public void Dispose()
    {
        foreach (var signal in _signals)
            signal.Dispose();
        _patience.Dispose();
        _closing.Dispose();
    }

    private async Task DrainAsync()
    {
        using var limit = new CancellationTokenSource(Drain, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, _patience.Token);
        try
        {
            await gate.CloseAsync().WaitAsync(either.Token);
        }
        catch (OperationCanceledException) when (either.IsCancellationRequested)
        {
            // Their time is over: the turns that still run are resumed by the next daemon, or ended there with the reason.
        }
    }
}
