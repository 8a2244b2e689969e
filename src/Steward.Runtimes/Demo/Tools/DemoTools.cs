using System.Text.Json;

namespace Steward.Runtimes.Demo.Tools;

/// <summary>What came of a tool: its result, or that its owner did not want it.</summary>
internal sealed record ToolOutcome(bool Ok, string Result, bool Denied = false);

/// <summary>
/// The tools of a turn. What writes or runs is asked about first, and what then runs is the input that came back with the permission, not the one
/// that was asked about.
/// </summary>
internal sealed class DemoTools(DemoTurn turn)
{
    public const string FileRead = "file_read";
    public const string FileWrite = "file_write";
    public const string Bash = "bash";

    private delegate Task<ToolOutcome> Run(string input);

    /// <summary>Reading inside the workspace needs no permission.</summary>
    public Task<ToolOutcome> ReadAsync(string path)
    {
        var real = WorkspacePath.Real(path);
        var input = Json(new FileInput(real));
        return WorkspacePath.IsInside(real)
            ? UseAsync(FileRead, input, ReadNowAsync)
            : AskAndUseAsync(new DemoLine("ask") { Tool = FileRead, Path = real, Input = input, Description = $"Read {path}" }, ReadNowAsync);
    }

    public Task<ToolOutcome> WriteAsync(string path, string content)
    {
        var real = WorkspacePath.Real(path);
        return AskAndUseAsync(
            new DemoLine("ask") { Tool = FileWrite, Path = real, Input = Json(new FileInput(real, content)), Description = $"Write {path}" },
            WriteNowAsync);
    }

    public Task<ToolOutcome> BashAsync(string command, string description) => AskAndUseAsync(
        new DemoLine("ask") { Tool = Bash, Command = command, Input = Json(new BashInput(command)), Description = description },
        BashNowAsync);

    /// <summary>For scripts of tests alone.</summary>
    public Task<ToolOutcome> BashUnaskedAsync(string command) => UseAsync(Bash, Json(new BashInput(command)), BashNowAsync);

    private async Task<ToolOutcome> AskAndUseAsync(DemoLine ask, Run run)
    {
        turn.EndText();
        var answer = await turn.Inbox.AskAsync(ask with { Id = DemoTurn.NewId("ask") }, turn.Stopped);
        if (answer.EndTurn == true)
            throw new OperationCanceledException("The owner ended the turn with the answer.");
        if (answer.Decision != "allow")
            return new ToolOutcome(Ok: false, answer.Reason ?? "", Denied: true);
        return await UseAsync(ask.Tool!, answer.Input ?? "", run);
    }

    private async Task<ToolOutcome> UseAsync(string tool, string input, Run run)
    {
        turn.EndText();
        turn.Stopped.ThrowIfCancellationRequested();
        var id = DemoTurn.NewId("call");
        var started = TimeProvider.System.GetTimestamp();
        turn.Voice.Say(new DemoLine("tool_start") { Id = id, Tool = tool, Input = input });
        var outcome = new ToolOutcome(Ok: false, "It was stopped.");
        try
        {
            outcome = await run(input);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or JsonException or ArgumentException or NotSupportedException)
        {
            outcome = outcome with { Result = e is JsonException ? "The input that was approved cannot be read." : e.Message };
        }
        finally
        {
            turn.Voice.Say(new DemoLine("tool_end")
            {
                Id = id,
                Tool = tool,
                Ok = outcome.Ok,
                Result = outcome.Result,
                Elapsed = (long)TimeProvider.System.GetElapsedTime(started).TotalMilliseconds,
            });
        }
        return outcome;
    }

    private async Task<ToolOutcome> ReadNowAsync(string input)
    {
        var path = FileOf(input).Path;
        // A named pipe that nobody writes would hold open(2) for ever: then a thread is left behind, and the turn can still be stopped.
        return await Task.Run(() => FileTool.Read(path)).WaitAsync(turn.Stopped);
    }

    private async Task<ToolOutcome> WriteNowAsync(string input)
    {
        var file = FileOf(input);
        var content = file.Content ?? throw new JsonException("There is no content.");
        return await Task.Run(() => FileTool.Write(file.Path, content)).WaitAsync(turn.Stopped);
    }

    private async Task<ToolOutcome> BashNowAsync(string input)
    {
        var command = JsonSerializer.Deserialize(input, DemoJson.Default.BashInput)?.Command ?? throw new JsonException("There is no command.");
        return await ShellTool.RunAsync(command, turn.Stopped);
    }

    private static FileInput FileOf(string input) =>
        JsonSerializer.Deserialize(input, DemoJson.Default.FileInput) is { Path: not null } file ? file : throw new JsonException("There is no path.");

    private static string Json(FileInput input) => JsonSerializer.Serialize(input, DemoJson.Default.FileInput);

    private static string Json(BashInput input) => JsonSerializer.Serialize(input, DemoJson.Default.BashInput);
}
