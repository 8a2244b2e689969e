using System.Diagnostics;
using System.Threading.Channels;
using Steward.Domain.Agents;
using Steward.Domain.Permissions;
using Steward.Domain.Processes;
using Steward.Domain.Turns;

namespace Steward.Runtimes.Tests;

/// <summary>A real process of an agent, read through its interpreter as the daemon does.</summary>
internal sealed class RunningAgent : IAsyncDisposable
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(30);

    private readonly Process _process;
    private readonly IAgentInterpreter _interpreter;
    private readonly Channel<AgentReport> _reports = Channel.CreateUnbounded<AgentReport>();
    private readonly Lock _gate = new();
    private readonly Task _reading;

    private RunningAgent(Process process, IAgentInterpreter interpreter)
    {
        _process = process;
        _interpreter = interpreter;
        _reading = ReadAllAsync();
    }

    public int Pid => _process.Id;

    public static RunningAgent Start(IAgentRuntime runtime, LaunchContext context, params (string Name, string Value)[] environment)
    {
        var plan = runtime.Plan(context);
        var start = new ProcessStartInfo(plan.Command[0], plan.Command.Skip(1))
        {
            WorkingDirectory = context.Directory,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (var (name, value) in plan.Environment)
            start.Environment[name] = value;
        start.Environment["STEWARD_DEMO_PACE_MS"] = "0";
        foreach (var (name, value) in environment)
            start.Environment[name] = value;
        return new RunningAgent(Process.Start(start)!, runtime.Open(context, default));
    }

    public void Send(TurnId turn, string content, int attempt = 1) => Write(_interpreter.Message(new UserMessage(turn, content) { Attempt = attempt }));

    public void Steer(TurnId turn, SteerId steer, string content, SteerPriority priority = SteerPriority.Next) =>
        Write(_interpreter.Message(new UserMessage(turn, content) { Steer = steer, Priority = priority }));

    public void Interrupt(TurnId turn) => Write(_interpreter.Interrupt(turn)!.Value);

    public void Answer(AgentAsked asked, PermissionDecision decision, string? input = null, string? reason = null) =>
        Answer(new AgentAnswer(asked.AgentRequestId, decision, input ?? asked.Input.Text) { Reason = reason });

    public void Answer(AgentAnswer answer) => Write(_interpreter.Answer(answer));

    public void WriteRaw(ReadOnlySpan<byte> bytes) => Write(new AgentInput(bytes.ToArray()));

    public void CloseInput() => _process.StandardInput.Close();

    public void Kill(int signal) => Process.Start("kill", [$"-{signal}", $"{_process.Id}"]).WaitForExit();

    /// <summary>Everything up to and with the first report of that kind that fits.</summary>
    public async Task<List<AgentReport>> UntilAsync<T>(Func<T, bool>? fits = null)
        where T : AgentReport
    {
        var seen = new List<AgentReport>();
        using var limit = new CancellationTokenSource(Limit);
        try
        {
            await foreach (var report in _reports.Reader.ReadAllAsync(limit.Token))
            {
                seen.Add(report);
                if (report is T wanted && (fits is null || fits(wanted)))
                    return seen;
            }
        }
        catch (OperationCanceledException)
        {
            throw new TimeoutException($"No {typeof(T).Name} came; what came: {string.Join('\n', seen)}");
        }
        throw new InvalidOperationException($"The process ended without a {typeof(T).Name}; what came: {string.Join('\n', seen)}");
    }

    public async Task<T> NextAsync<T>(Func<T, bool>? fits = null)
        where T : AgentReport => (T)(await UntilAsync(fits))[^1];

    /// <summary>The whole answer to a message, by its finished texts.</summary>
    public async Task<string> AskAsync(TurnId turn, string content)
    {
        Send(turn, content);
        return TextOf(await UntilAsync<AgentFinished>());
    }

    public static string TextOf(IEnumerable<AgentReport> reports) => string.Concat(reports.OfType<AgentMessage>().Select(static message => message.Text));

    public static string WordsOf(IEnumerable<AgentReport> reports) => string.Concat(reports.OfType<AgentWords>().Select(static words => words.Text));

    public async Task<List<AgentReport>> EndAsync()
    {
        using var limit = new CancellationTokenSource(Limit);
        await _process.WaitForExitAsync(limit.Token);
        await _reading.WaitAsync(limit.Token);
        var last = new List<AgentReport>();
        while (_reports.Reader.TryRead(out var report))
            last.Add(report);
        // .NET tells a death by signal as 128 and its number.
        var exit = _process.ExitCode > 128 ? new ProcessExit(null, _process.ExitCode - 128) : new ProcessExit(_process.ExitCode, null);
        _interpreter.ReadEnd(exit, last);
        return last;
    }

    public int ExitCode => _process.ExitCode;

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
            _process.Kill(entireProcessTree: true);
        await _process.WaitForExitAsync();
        await _reading;
        _process.Dispose();
    }

    private void Write(AgentInput input)
    {
        _process.StandardInput.BaseStream.Write(input.Bytes.Span);
        _process.StandardInput.BaseStream.Flush();
        if (input.Last)
            _process.StandardInput.Close();
    }

    private async Task ReadAllAsync()
    {
        await Task.WhenAll(
            Task.Run(() => Read(_process.StandardOutput.BaseStream, OutputStream.Output)),
            Task.Run(() => Read(_process.StandardError.BaseStream, OutputStream.Error)));
        _reports.Writer.TryComplete();
    }

    private void Read(Stream from, OutputStream stream)
    {
        var lines = new Steward.Runtimes.Demo.LineReader(from, IAgentInterpreter.MaxLineBytes);
        while (lines.TryRead(out var line, out var tooLong))
            lock (_gate)
            {
                var reports = new List<AgentReport>();
                _interpreter.Read(stream, line, tooLong, reports);
                foreach (var report in reports)
                    _reports.Writer.TryWrite(report);
            }
    }
}
