using System.Text.Json;
using Steward.Daemon.Files;
using Steward.Protocol.Client;
using Steward.Protocol.Files;

namespace Steward.Daemon.Lifecycle;

/// <summary>
/// <c>state.json</c> and <c>daemon.pid</c>: how others find this daemon. Replaced whole, and put back when somebody removes or damages them.
/// </summary>
internal sealed class StateFile(StewardHome home, TimeProvider time)
{
    private const int MaxBytes = 64 << 10;

    private static readonly TimeSpan LookInterval = TimeSpan.FromSeconds(2);

    private readonly Lock _gate = new();
    private byte[] _content = [];

    /// <summary>What the last daemon left, or null when there is nothing that can be read.</summary>
    public DaemonState? ReadPrevious()
    {
        try
        {
            return OwnerFiles.ReadOwned(home.StateFile, MaxBytes) is { } bytes
                ? StateJson.Parse(bytes)
                : null;
        }
        catch (Exception damage) when (damage is JsonException or IOException)
        {
            File.Move(home.StateFile, $"{home.StateFile}.corrupt-{time.GetUtcNow().ToUnixTimeSeconds()}", overwrite: true);
            return null;
        }
    }

    public void Write(DaemonState state)
    {
        lock (_gate)
        {
            // Whoever finds the state finds the rest of it too; and a file that is refused leaves no state of a daemon that never was.
            OwnerFiles.Replace(home.PidFile, System.Text.Encoding.ASCII.GetBytes($"{state.Pid}\n"));
            _content = StateJson.Bytes(state);
            OwnerFiles.Replace(home.StateFile, _content);
        }
    }

    public async Task GuardAsync(CancellationToken cancellationToken)
    {
        using var timer = new PeriodicTimer(LookInterval, time);
        while (await timer.WaitForNextTickAsync(cancellationToken))
            PutBack();
    }

    public void Remove()
    {
        lock (_gate)
        {
            _content = [];
            File.Delete(home.StateFile);
            File.Delete(home.PidFile);
        }
    }

    private void PutBack()
    {
        lock (_gate)
        {
            try
            {
                if (_content.Length > 0 && !_content.AsSpan().SequenceEqual(OwnerFiles.ReadOwned(home.StateFile, MaxBytes)))
                    OwnerFiles.Replace(home.StateFile, _content);
            }
            catch (IOException)
            {
                // A full disk, or a stranger's file in its place: looked at again in two seconds.
            }
        }
    }
}
