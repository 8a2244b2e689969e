using System.Diagnostics;
using System.Text;
using Steward.Bench.Instances;
using Steward.Bench.Streams;
using Steward.Protocol.Turns;

namespace Steward.Bench.ClaudeCode;

/// <summary>A session with Claude Code that Steward keeps: a message goes in by a request, words come out of a stream of events.</summary>
internal sealed class KeptClaude : IDisposable
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(60), Pause = TimeSpan.FromMilliseconds(5);

    private readonly Instance _steward;
    private readonly RawStream _stream;
    private readonly byte[] _buffer = new byte[64 << 10];
    private string _heard = "";

    private KeptClaude(Instance steward, string session, RawStream stream) => (_steward, Session, _stream) = (steward, session, stream);

    public string Session { get; }

    public static async Task<KeptClaude> OpenAsync(Instance steward, string agent = ClaudeInstance.Agent)
    {
        var session = await steward.NewSessionAsync(agent);
        return new KeptClaude(steward, session, RawStream.Open(steward.Home.ApiSocket, $"sessionId={session}"));
    }

    /// <summary>One turn; until its first word.</summary>
    public async Task<double> FirstTokenAsync(string message)
    {
        using var limit = new CancellationTokenSource(Limit, TimeProvider.System);
        var began = Stopwatch.GetTimestamp();
        var asked = BeginAsync(message);
        await UntilAsync("event: turn.token\n", limit.Token);
        var took = Stopwatch.GetElapsedTime(began).TotalMilliseconds;
        await asked;
        await UntilAsync("event: turn.done\n", limit.Token);
        while ((await _steward.Client.SessionAsync(Session, limit.Token)).Status != "idle") await Task.Delay(Pause, TimeProvider.System, limit.Token);
        return took;
    }

    public Task BeginAsync(string message) => _steward.Client.SubmitAsync(Session, new SubmitTurnRequest { Content = message });

    public async Task UntilProcessEndedAsync()
    {
        using var limit = new CancellationTokenSource(Limit, TimeProvider.System);
        while ((await _steward.Client.SessionAsync(Session, limit.Token)).Pid is not null) await Task.Delay(Pause, TimeProvider.System, limit.Token);
    }

    public void Dispose() => _stream.Dispose();

    private async Task UntilAsync(string mark, CancellationToken stop)
    {
        int at;
        while ((at = _heard.IndexOf(mark, StringComparison.Ordinal)) < 0) _heard += Encoding.UTF8.GetString(_buffer, 0, await _stream.ReceiveAsync(_buffer, stop));
        _heard = _heard[(at + mark.Length)..];
    }
}
