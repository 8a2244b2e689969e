namespace Steward.Chaos.Tests.ClaudeCode;

/// <summary>Which Claude Code is in the storm: its stand-in, or the real one where its path is given.</summary>
internal static class ClaudeProgram
{
    public static string? Real { get; } = Environment.GetEnvironmentVariable("STEWARD_REAL_CLAUDE") is { Length: > 0 } path ? path : null;

    public static string Path => Real ?? FindStandIn();

    private static string FindStandIn()
    {
        const string project = "Steward.ClaudeCode.Tests";
        var here = new DirectoryInfo(AppContext.BaseDirectory.TrimEnd('/'));
        var path = System.IO.Path.Combine(here.Parent!.Parent!.FullName, project, here.Name, project);
        return File.Exists(path) ? path : throw new FileNotFoundException($"The stand-in is not built: {path} (dotnet build tests/{project}).");
    }
}
