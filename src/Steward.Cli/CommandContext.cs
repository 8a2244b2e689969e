using Steward.Cli.Terminals;
using Steward.Keeper;
using Steward.Protocol.Client;
using Steward.Protocol.Files;

namespace Steward.Cli;

/// <summary>What every command has at hand: where its daemon lives, where it writes to, and what was asked of all commands.</summary>
internal sealed record CommandContext
{
    public required StewardHome Home { get; init; }

    public required Terminal Terminal { get; init; }

    public required Func<string, string?> Environment { get; init; }

    /// <summary>Asked for only by those who need it: the folder of a terminal can have been removed meanwhile.</summary>
    public string Directory
    {
        get => field ??= Here();
        init;
    }

    public string PathOf(string given) => Path.IsPathRooted(given) ? Path.GetFullPath(given) : Path.GetFullPath(given, Directory);

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

    private static string Here()
    {
        try
        {
            return System.Environment.CurrentDirectory;
        }
        catch (IOException)
        {
            throw new CommandException(
                "no_such_folder", "usage", "The folder that this terminal is in has been removed.", "go to another folder (cd), or name one with --dir", ExitCode.Usage);
        }
    }
}
