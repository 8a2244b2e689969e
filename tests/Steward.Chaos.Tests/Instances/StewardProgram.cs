using System.Diagnostics;

namespace Steward.Chaos.Tests.Instances;

/// <summary>The real program, as it was built beside these tests.</summary>
internal static class StewardProgram
{
    public static string Path { get; } = Find();

    public static ProcessStartInfo Run(IReadOnlyDictionary<string, string> environment, params IEnumerable<string> arguments)
    {
        var start = new ProcessStartInfo(Path)
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (var argument in arguments) start.ArgumentList.Add(argument);
        foreach (var (name, value) in environment) start.Environment[name] = value;
        return start;
    }

    private static string Find()
    {
        if (Environment.GetEnvironmentVariable("STEWARD_PROGRAM") is { Length: > 0 } named) return named;
        var here = new DirectoryInfo(AppContext.BaseDirectory.TrimEnd('/'));
        var path = System.IO.Path.Combine(here.Parent!.Parent!.FullName, "Steward.Cli", here.Name, "steward");
        return File.Exists(path) ? path : throw new FileNotFoundException($"The program is not built: {path} (dotnet build src/Steward.Cli).");
    }
}

internal sealed record Ended(int ExitCode, string Output, string Errors);
