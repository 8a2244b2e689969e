using System.Diagnostics;

namespace Steward.EndToEnd.Tests.Support;

internal sealed record Ran(int ExitCode, string Out, string Error);

/// <summary>The program that <c>STEWARD_PROGRAM</c> names, or the one that was built beside these tests.</summary>
internal static class StewardProgram
{
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(90);

    public static string Path { get; } = Find();

    public static async Task<Ran> RunAsync(string program, IReadOnlyList<string> arguments, IReadOnlyDictionary<string, string>? environment = null)
    {
        var start = new ProcessStartInfo(program)
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            UseShellExecute = false,
        };
        foreach (var argument in arguments)
            start.ArgumentList.Add(argument);
        foreach (var (name, value) in environment ?? new Dictionary<string, string>())
            start.Environment[name] = value;
        using var process = Process.Start(start) ?? throw new InvalidOperationException($"{program} did not start.");
        process.StandardInput.Close();
        using var limit = new CancellationTokenSource(Patience);
        var output = process.StandardOutput.ReadToEndAsync(limit.Token);
        var error = process.StandardError.ReadToEndAsync(limit.Token);
        try
        {
            await process.WaitForExitAsync(limit.Token);
            return new Ran(process.ExitCode, await output, await error);
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            throw new TimeoutException($"{program} {string.Join(' ', arguments)} took longer than {Patience.TotalSeconds} s.");
        }
    }

    private static string Find()
    {
        if (Environment.GetEnvironmentVariable("STEWARD_PROGRAM") is { Length: > 0 } named)
            return named;
        var configuration = new DirectoryInfo(AppContext.BaseDirectory.TrimEnd('/'));
        var program = System.IO.Path.Combine(configuration.Parent!.Parent!.FullName, "Steward.Cli", configuration.Name, "steward");
        return File.Exists(program) ? program : throw new FileNotFoundException("Build src/Steward.Cli first; it was looked for here:", program);
    }
}
