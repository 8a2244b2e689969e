using Steward.Cli.Terminals;
using Steward.Keeper;
using Steward.Protocol.Client;
using Steward.Protocol.Files;

namespace Steward.Cli;

/// <summary>What every command has at hand: where its daemon lives, where it writes to, and what was asked of all commands.</summary>
internal sealed class CommandContext
{
    public required StewardHome Home { get; init; }

    public required Terminal Terminal { get; init; }

    public required Func<string, string?> Environment { get; init; }

    public string Directory { get; init; } = System.Environment.CurrentDirectory;

    public TimeProvider Time { get; init; } = TimeProvider.System;

    public bool Json { get; init; }

    public bool Autostart { get; init; } = true;

    public bool KeeperLives() => KeeperLock.IsHeld(Home.DaemonDirectory);

    public StewardClient Client() => new(Home, new ClientOptions { Time = Time, KeeperLives = KeeperLives });

    /// <summary>A path as its owner would write it.</summary>
    public string Shown(string path)
    {
        var home = Environment("HOME");
        return home is { Length: > 1 } && path.StartsWith(home + "/", StringComparison.Ordinal) ? string.Concat("~", path.AsSpan(home.Length)) : path;
    }

    /// <summary>The same, with words that go elsewhere.</summary>
    public CommandContext At(Terminal terminal) => new()
    {
        Home = Home,
        Terminal = terminal,
        Environment = Environment,
        Directory = Directory,
        Time = Time,
        Json = Json,
        Autostart = Autostart,
    };

    public static CommandContext Create(string? profile, bool json, bool autostart)
    {
        Func<string, string?> environment = System.Environment.GetEnvironmentVariable;
        return new CommandContext
        {
            Home = StewardHome.Locate(environment, ProfileName.Check(profile ?? environment("STEWARD_PROFILE"))),
            Terminal = Terminal.Open(environment),
            Environment = environment,
            Json = json,
            Autostart = autostart,
        };
    }
}
