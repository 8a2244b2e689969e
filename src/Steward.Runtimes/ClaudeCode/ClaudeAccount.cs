using System.Collections.Immutable;
using System.Text.Json;
using Steward.Domain.Accounts;

namespace Steward.Runtimes.ClaudeCode;

/// <summary>
/// Where an account of Claude Code stands, by the environment that its process would have and by its own files; of these both what 2.1 writes and the
/// older fields that later versions no longer touch are understood.
/// </summary>
public sealed record ClaudeAccount(AccountFacts Facts, string? CredentialsFile, string? ConfigFile, DateTimeOffset? ConfigWrittenAt)
{
    public const string TokenVariable = "CLAUDE_CODE_OAUTH_TOKEN";
    public const string ReasonKey = "cachedExtraUsageDisabledReason";
    public const string GrantsKey = "overageCreditGrantCache";

    private const int MostGrants = 64;
    private const int LongestInfo = 1000;

    private static readonly JsonDocumentOptions Deep = new() { MaxDepth = 512 };

    /// <summary>The variables that Claude Code takes a login from, in the order in which it prefers them.</summary>
    public static ImmutableArray<string> LoginVariables { get; } = ["ANTHROPIC_AUTH_TOKEN", "ANTHROPIC_API_KEY", TokenVariable];

    /// <summary>A process with a login of its own is given no other.</summary>
    public static bool TakesToken(IReadOnlyDictionary<string, string> environment) =>
        !LoginVariables.Any(name => environment.GetValueOrDefault(name) is { Length: > 0 });

    /// <param name="program">What the agent's owner wants to be run; null: what the PATH has.</param>
    /// <param name="look">Reads a file, without following anybody into a trap.</param>
    public static ClaudeAccount Read(IReadOnlyDictionary<string, string> environment, string? program, Func<string, SeenFile> look)
    {
        var troubles = new List<string>();
        var credentialsFile = ClaudeFolder.CredentialsOf(environment);
        var configFile = ClaudeFolder.ConfigOf(environment, look);
        var config = configFile is null ? new SeenFile() : look(configFile);
        var login = Json.Object(Root(credentialsFile, credentialsFile is null ? new SeenFile() : look(credentialsFile), troubles), "claudeAiOauth");
        var facts = OverageOf(Root(configFile, config, troubles)) with { Program = ClaudeInstallation.FindProgram(environment, program) };
        facts = LoginOf(environment, login, credentialsFile, facts);
        return new ClaudeAccount(facts with { Troubles = [.. troubles] }, credentialsFile, configFile, config.WrittenAt);
    }

    private static AccountFacts LoginOf(IReadOnlyDictionary<string, string> environment, JsonElement? login, string? file, AccountFacts facts)
    {
        facts = facts with
        {
            StoredExpiresAt = TimeOf(Json.Number(login, "expiresAt")),
            CanRenew = Json.Text(login, "refreshToken") is { Length: > 0 },
        };
        if (LoginVariables.FirstOrDefault(name => environment.GetValueOrDefault(name) is { Length: > 0 }) is { } variable)
            return facts with { Login = variable == TokenVariable ? LoginKind.Token : LoginKind.Key, LoginFrom = variable };
        return Json.Text(login, "accessToken") is { Length: > 0 } ? facts with { Login = LoginKind.Stored, LoginFrom = file } : facts;
    }

    private static AccountFacts OverageOf(JsonElement? config)
    {
        var grants = ImmutableArray.CreateBuilder<OverageGrant>();
        if (Json.Object(config, GrantsKey) is { } cached)
            foreach (var entry in cached.EnumerateObject().Take(MostGrants))
                grants.Add(GrantOf(entry.Value));
        return new AccountFacts { DisabledReason = Json.Text(config, ReasonKey), Grants = grants.ToImmutable() };
    }

    private static OverageGrant GrantOf(JsonElement entry)
    {
        var info = Json.Object(entry, "info");
        bool? available = Json.IsTrue(info, "available") ? true : Json.IsFalse(info, "available") ? false : null;
        var text = info is { } known && known.GetRawText() is { Length: <= LongestInfo } raw ? raw : "{}";
        return new OverageGrant(text, available, TimeOf(Json.Number(entry, "timestamp")));
    }

    private static JsonElement? Root(string? path, SeenFile file, List<string> troubles)
    {
        if (file.Trouble is { } trouble)
            troubles.Add(trouble);
        if (file.Content is not { } content)
            return null;
        try
        {
            using var document = JsonDocument.Parse(content.AsMemory(content.AsSpan().StartsWith("\uFEFF"u8) ? 3 : 0), Deep);
            if (document.RootElement.ValueKind == JsonValueKind.Object)
                return document.RootElement.Clone();
            troubles.Add($"{path} holds no JSON object");
        }
        catch (JsonException broken)
        {
            troubles.Add($"{path} is broken JSON (line {(broken.LineNumber ?? 0) + 1})");
        }
        return null;
    }

    // Claude Code counts in milliseconds; a number beyond what a time can hold says nothing.
    private static DateTimeOffset? TimeOf(long? milliseconds) =>
        milliseconds is > 0 and < 253_402_300_800_000 and var at ? DateTimeOffset.FromUnixTimeMilliseconds(at) : null;
}
