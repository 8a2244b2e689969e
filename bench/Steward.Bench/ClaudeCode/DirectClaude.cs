using System.Diagnostics;
using System.Text.Json;
using Steward.Bench.Instances;

namespace Steward.Bench.ClaudeCode;

/// <summary>Claude Code over its own pipes, as a program that keeps it would speak with it.</summary>
internal sealed class DirectClaude : IAsyncDisposable
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(60);

    private readonly long _began = Stopwatch.GetTimestamp();
    private readonly Process _process;

    public DirectClaude(Command command) => _process = command.Start();

    public double MillisecondsSinceStart => Stopwatch.GetElapsedTime(_began).TotalMilliseconds;

    public int Pid => _process.Id;

    /// <summary>Until it is ready for a message, without one.</summary>
    public async Task InitializeAsync()
    {
        await SayAsync(new { type = "control_request", request_id = "r1", request = new { subtype = "initialize" } });
        await UntilAsync("\"control_response\"");
    }

    /// <summary>One turn; until its first word.</summary>
    public async Task<double> FirstTokenAsync(string message)
    {
        var began = Stopwatch.GetTimestamp();
        await SayAsync(new { type = "user", uuid = Guid.NewGuid(), message = new { role = "user", content = new[] { new { type = "text", text = message } } } });
        await UntilAsync("\"text_delta\"");
        var took = Stopwatch.GetElapsedTime(began).TotalMilliseconds;
        await UntilAsync("\"state\":\"idle\"");
        return took;
    }

    public async ValueTask DisposeAsync()
    {
        _process.Kill(entireProcessTree: true);
        await _process.WaitForExitAsync();
        _process.Dispose();
    }

    private async Task SayAsync(object line)
    {
        await _process.StandardInput.WriteLineAsync(JsonSerializer.Serialize(line));
        await _process.StandardInput.FlushAsync();
    }

    private async Task UntilAsync(string mark)
    {
        while (await _process.StandardOutput.ReadLineAsync().WaitAsync(Limit, TimeProvider.System) is { } line)
            if (line.Contains(mark, StringComparison.Ordinal)) return;
        throw new IOException($"claude ended: {await _process.StandardError.ReadToEndAsync()}");
    }
}
