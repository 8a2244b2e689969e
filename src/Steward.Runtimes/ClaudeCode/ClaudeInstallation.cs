using System.Collections.Immutable;
using System.Text.Json;

namespace Steward.Runtimes.ClaudeCode;

/// <summary>
/// Whether this machine has a Claude Code that somebody is logged in to, as far as files and variables show it: nothing is run, and nobody is asked.
/// </summary>
public sealed record ClaudeInstallation(string? Program, string? LoginFrom, ImmutableSortedDictionary<string, string> AccountEnvironment)
{
    public bool IsReady => Program is not null && LoginFrom is not null;

    /// <param name="look">Reads a file; null: as any program would.</param>
    public static ClaudeInstallation Find(IReadOnlyDictionary<string, string> environment, Func<string, SeenFile>? look = null)
    {
        var account = ImmutableSortedDictionary.Create<string, string>(StringComparer.Ordinal);
        foreach (var name in ClaudeEnvironment.OfTheAccount)
            if (environment.GetValueOrDefault(name) is { Length: > 0 } value)
                account = account.SetItem(name, value);
        return new ClaudeInstallation(FindProgram(environment, null), LoginOf(environment, look ?? Read), account);
    }

    /// <param name="wanted">A path, or a name to look for; null: what it is usually called.</param>
    internal static string? FindProgram(IReadOnlyDictionary<string, string> environment, string? wanted) => wanted?.StartsWith('/') == true
        ? IsProgram(wanted) ? wanted : null
        : (environment.GetValueOrDefault("PATH") ?? "").Split(':')
            .Where(static folder => folder.StartsWith('/'))
            .Select(folder => Path.Combine(folder, wanted ?? ClaudeArguments.DefaultProgram))
            .FirstOrDefault(IsProgram);

    private static bool IsProgram(string path)
    {
        const UnixFileMode execute = UnixFileMode.UserExecute | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute;
        try
        {
            return File.Exists(path) && (File.GetUnixFileMode(path) & execute) != 0;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }

    private static string? LoginOf(IReadOnlyDictionary<string, string> environment, Func<string, SeenFile> look)
    {
        foreach (var name in (ReadOnlySpan<string>)["ANTHROPIC_API_KEY", "ANTHROPIC_AUTH_TOKEN", "CLAUDE_CODE_OAUTH_TOKEN"])
            if (environment.GetValueOrDefault(name) is { Length: > 0 })
                return name;
        return ClaudeFolder.CredentialsOf(environment) is { } file && TokenIn(look(file)) is not null ? file : null;
    }

    /// <summary>What its own login holds, or null.</summary>
    internal static string? TokenOf(IReadOnlyDictionary<string, string> environment) =>
        ClaudeFolder.CredentialsOf(environment) is { } file ? TokenIn(Read(file)) : null;

    /// <summary>A token that has run out or was refused looks the same: only the service can tell.</summary>
    internal static string? TokenIn(SeenFile file)
    {
        try
        {
            using var credentials = JsonDocument.Parse(file.Content ?? "{}"u8.ToArray());
            return Json.Text(Json.Object(credentials.RootElement, "claudeAiOauth"), "accessToken") is { Length: > 0 } token ? token : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static SeenFile Read(string file)
    {
        try
        {
            return File.Exists(file) ? new SeenFile(File.ReadAllBytes(file)) : new SeenFile();
        }
        catch (Exception trouble) when (trouble is IOException or UnauthorizedAccessException)
        {
            return new SeenFile(Trouble: trouble.Message);
        }
    }
}
