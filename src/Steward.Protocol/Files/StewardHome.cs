namespace Steward.Protocol.Files;

/// <summary>Where things are kept: the folder of the owner's settings, and below it the folder of one daemon.</summary>
public sealed record StewardHome(string Root, string? Profile = null)
{
    public string ConfigFile => Path.Combine(Root, "config.json");

    /// <summary>Secrets of the owner's, and nothing else.</summary>
    public string CredentialsFile => Path.Combine(Root, "credentials.json");

    public string DaemonDirectory => Profile is null ? Path.Combine(Root, "daemon") : Path.Combine(Root, "daemon", "profiles", Profile);

    public string StateFile => Path.Combine(DaemonDirectory, "state.json");

    public string PidFile => Path.Combine(DaemonDirectory, "daemon.pid");

    public string ApiSocket => Path.Combine(DaemonDirectory, "api.sock");

    public string BridgeSocket => Path.Combine(DaemonDirectory, "bridge.sock");

    public string ParkedFile => Path.Combine(DaemonDirectory, "parked.json");

    public string JournalFile => Path.Combine(DaemonDirectory, "steward.db");

    /// <summary>What the owner allowed for an agent, for good.</summary>
    public string RememberedRulesFile => Path.Combine(DaemonDirectory, "permissions.json");

    /// <summary>What was written in chats, to be found again.</summary>
    public string ChatHistory => Path.Combine(DaemonDirectory, "chat-history");

    /// <summary>The pictures that came with a session's messages.</summary>
    public string ImageDirectory(string session) => Path.Combine(DaemonDirectory, "images", session);

    /// <summary>What an agent's program reads when it starts, and may not write itself.</summary>
    public string PrivateFolder(string agent) => Path.Combine(DaemonDirectory, "private", agent);

    public string LogDirectory => Path.Combine(DaemonDirectory, "logs");

    public string LogLink => Path.Combine(DaemonDirectory, "daemon.log");

    public string KeeperLog => Path.Combine(LogDirectory, "keeper.log");

    public string AgentHome(string agent) => Path.Combine(Root, Profile is null ? "agents" : $"agents-{Profile}", agent);

    /// <summary><c>$STEWARD_HOME</c>, else <c>$XDG_CONFIG_HOME/steward</c>, else <c>~/.config/steward</c>.</summary>
    public static StewardHome Locate(Func<string, string?> environment, string? profile = null)
    {
        if (environment("STEWARD_HOME") is { Length: > 0 } explicitly)
            return new StewardHome(Path.GetFullPath(explicitly), profile);
        if (environment("XDG_CONFIG_HOME") is { Length: > 0 } configurations && Path.IsPathRooted(configurations))
            return new StewardHome(Path.Combine(configurations, "steward"), profile);
        var home = environment("HOME") is { Length: > 0 } set ? set : Environment.GetFolderPath(Environment.SpecialFolder.UserProfile);
        return new StewardHome(Path.Combine(home, ".config", "steward"), profile);
    }
}
