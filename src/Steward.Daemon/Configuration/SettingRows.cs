using System.Collections.Immutable;
using System.Text;
using Steward.Daemon.Configuration.Shapes;
using Steward.Domain.Accounts;

namespace Steward.Daemon.Configuration;

/// <summary>The keys of the whole file.</summary>
internal static class SettingRows
{
    public static SettingTable<Settings> Table { get; } = new(
        new Setting<Settings>("$schema", new Word("the address of the schema"), "For editors: where the JSON Schema of this file is. Not used by Steward.")
        {
            Get = static _ => null,
            Set = static (settings, _) => settings,
        },
        Text("daemon.host", new LoopbackHost(), "The loopback address that the daemon listens at.",
            static settings => settings.Host, static (settings, value) => settings with { Host = value }, "OPTA_DAEMON_HOST"),
        Number("daemon.port", 0, 65535, "The port that it listens at; 0 takes a free one.",
            static settings => settings.Port, static (settings, value) => settings with { Port = (int)value }, "OPTA_DAEMON_PORT"),
        Number("daemon.maxSessions", 1, 10_000, "How many sessions may be at work at once. One whose process only waits for the next message does not count.",
            static settings => settings.MaxSessions, static (settings, value) => settings with { MaxSessions = (int)value }),
        Number("daemon.workerPoolSize", 1, 1_000, "How many turns may run at once; more wait.",
            static settings => settings.WorkerPoolSize, static (settings, value) => settings with { WorkerPoolSize = (int)value }),
        Number("daemon.maxWarm", 0, 10_000, "How many processes that have nothing to do are kept for their next message; those idle for longest are ended first.",
            static settings => settings.MaxWarm, static (settings, value) => settings with { MaxWarm = (int)value }),
        Number("daemon.permissionTimeoutMs", 1, 604_800_000, "How long a question waits for its owner before it is denied, in milliseconds.",
            static settings => (long)settings.PermissionTimeout.TotalMilliseconds,
            static (settings, value) => settings with { PermissionTimeout = TimeSpan.FromMilliseconds(value) }),
        Number("daemon.tokenRetentionDays", 0, 36_500, "Streamed tokens of ended turns are dropped after that many days, their texts are kept; 0 keeps them for good.",
            static settings => settings.TokenRetentionDays, static (settings, value) => settings with { TokenRetentionDays = (int)value }),
        Number("daemon.freeSpaceFloorMb", 0, 1_048_576, "Below this much free space only what ends work is still written, in MiB.",
            static settings => settings.FreeSpaceFloorBytes >> 20, static (settings, value) => settings with { FreeSpaceFloorBytes = value << 20 }),
        Limit("bodyKb", 1, 65_536, "The largest body of a request, in KiB.",
            static limits => limits.BodyBytes >> 10, static (limits, value) => limits with { BodyBytes = (int)(value << 10) }),
        Limit("connections", 1, 65_535, "How many connections may be open at once.",
            static limits => limits.Connections, static (limits, value) => limits with { Connections = (int)value }),
        Limit("unauthenticatedIdleSec", 1, 3_600, "After so many seconds without a valid token an idle connection is closed.",
            static limits => (long)limits.UnauthenticatedIdle.TotalSeconds,
            static (limits, value) => limits with { UnauthenticatedIdle = TimeSpan.FromSeconds(value) }),
        Limit("subscriberEvents", 1, 1_000_000, "How many events may wait for a slow subscriber before it is closed.",
            static limits => limits.SubscriberEvents, static (limits, value) => limits with { SubscriberEvents = (int)value }),
        Limit("subscriberKb", 1, 1_048_576, "How much may wait for a slow subscriber before it is closed, in KiB.",
            static limits => limits.SubscriberBytes >> 10, static (limits, value) => limits with { SubscriberBytes = (int)(value << 10) }),
        new Setting<Settings>("auth.loopback", new Choice("closed", "open"), "\"open\" lets programs on this machine read the agents and reload without a token.")
        {
            Get = static settings => settings.OpenLoopback ? "open" : "closed",
            Set = static (settings, value) => settings with { OpenLoopback = (string)value == "open" },
        },
        new Setting<Settings>("gate.mode", new Choice("advise", "org-disabled", "strict"),
            "What keeps an agent of Claude Code from being started: \"advise\" nothing, it is only said; \"org-disabled\" its organisation's switch, or a login that ran out; \"strict\" all that says that calls would be refused.")
        {
            Get = static settings => GateWords[(int)settings.GateMode],
            Set = static (settings, value) => settings with { GateMode = (GateMode)GateWords.IndexOf((string)value) },
            Variables = [VariableOf("gate.mode")],
        },
        Text("defaultAgent", new Word("the name of an agent in \"agents\""), "The agent that answers when none is named.",
            static settings => settings.DefaultAgent, static (settings, value) => settings with { DefaultAgent = value }),
        new Setting<Settings>("agents", new AgentMap(), "The agents, each by its name.")
        {
            Get = static _ => null,
            Set = static (settings, value) => settings with { Agents = (ImmutableSortedDictionary<string, AgentSettings>)value },
        });

    private static ImmutableArray<string> GateWords => ["advise", "org-disabled", "strict"];

    private static Setting<Settings> Number(
        string key, long min, long max, string meaning, Func<Settings, long> get, Func<Settings, long, Settings> set, params ImmutableArray<string> aliases) =>
        new(key, new WholeNumber(min, max), meaning)
        {
            Get = settings => get(settings),
            Set = (settings, value) => set(settings, (long)value),
            Variables = [VariableOf(key), .. aliases],
        };

    private static Setting<Settings> Limit(
        string name, long min, long max, string meaning, Func<HttpLimits, long> get, Func<HttpLimits, long, HttpLimits> set) =>
        Number("daemon.limits." + name, min, max, meaning,
            settings => get(settings.Limits), (settings, value) => settings with { Limits = set(settings.Limits, value) });

    private static Setting<Settings> Text(
        string key, ValueShape shape, string meaning, Func<Settings, string?> get, Func<Settings, string, Settings> set, params ImmutableArray<string> aliases) =>
        new(key, shape, meaning)
        {
            Get = get,
            Set = (settings, value) => set(settings, (string)value),
            Variables = [VariableOf(key), .. aliases],
        };

    // daemon.maxSessions → STEWARD_DAEMON_MAX_SESSIONS
    private static string VariableOf(string key)
    {
        var name = new StringBuilder("STEWARD_");
        foreach (var letter in key)
            if (letter == '.')
                name.Append('_');
            else if (char.IsAsciiLetterUpper(letter))
                name.Append('_').Append(letter);
            else
                name.Append(char.ToUpperInvariant(letter));
        return name.ToString();
    }
}
