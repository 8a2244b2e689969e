using System.Collections.Immutable;
using System.Globalization;
using Steward.Daemon.Configuration.Reading;
using Steward.Protocol.Files;
using Steward.Runtimes;

namespace Steward.Daemon.Configuration;

/// <summary>The owner's settings, layer over layer: flag, environment, <c>config.json</c>, default. Everything that is wrong is said at once.</summary>
public static class SettingsFile
{
    /// <summary>What answers when no agent is configured, so it may be named as the default then.</summary>
    private static readonly string[] BuiltInAgents = ["claude", "demo"];

    public const int MaxBytes = 1 << 20;

    public static SettingsResult Read(StewardHome home, Func<string, string?> environment, SettingsOverrides flags) =>
        Read(home, environment, flags, [.. RuntimeCatalog.BuiltIn.Names]);

    internal static SettingsResult Read(
        StewardHome home, Func<string, string?> environment, SettingsOverrides flags, IReadOnlyCollection<string> runtimes)
    {
        var reading = new SettingsReading(environment, runtimes);
        var content = ConfigFile.ReadIfThere(home.ConfigFile, out var complaint);
        if (complaint is not null)
            reading.Report(new Place(SettingSource.File, home.ConfigFile, 0), "", complaint);
        return Read(content is { } bytes ? new FileText(home.ConfigFile, bytes) : null, flags, reading);
    }

    internal static SettingsResult Read(FileText? file, SettingsOverrides flags, SettingsReading reading)
    {
        var settings = FromFile(file, Settings.Default, reading);
        settings = FromEnvironment(settings, reading);
        settings = FromFlag("daemon.host", "--host", flags.Host, settings, reading);
        settings = FromFlag("daemon.port", "--port", flags.Port?.ToString(CultureInfo.InvariantCulture), settings, reading);
        settings = WithKnownDefaultAgent(settings, reading);
        return new SettingsResult { Settings = settings, Problems = reading.Problems, SourcesWhenAsked = () => Sources(reading) };
    }

    private static Settings FromFile(FileText? file, Settings settings, SettingsReading reading)
    {
        if (file is null) return settings;
        reading.Text = file;
        switch (ConfigParser.Parse(file, reading))
        {
            case ConfigObject root:
                return SettingRows.Table.Read(root, "", settings, reading);
            case { } other:
                reading.Expected(other, "", "an object");
                return settings;
            default:
                return settings;
        }
    }

    private static Settings FromEnvironment(Settings settings, SettingsReading reading)
    {
        foreach (var setting in SettingRows.Table.Settings)
            if (setting.Variables.FirstOrDefault(name => reading.Variable(name) is not null) is { } variable)
                settings = Take(setting, reading.Variable(variable) ?? "", new Place(SettingSource.Environment, variable, 0), settings, reading);
        return settings;
    }

    private static Settings FromFlag(string key, string flag, string? text, Settings settings, SettingsReading reading) =>
        text is null || SettingRows.Table.Find(key) is not { } setting
            ? settings
            : Take(setting, text, new Place(SettingSource.Flag, flag, 0), settings, reading);

    private static Settings Take(Setting<Settings> setting, string text, Place place, Settings settings, SettingsReading reading)
    {
        if (setting.Shape.Read(setting.Shape.FromVariable(text, place), setting.Key, reading) is not { } value) return settings;
        reading.Took(setting.Key, place);
        return setting.Set(settings, value);
    }

    private static Settings WithKnownDefaultAgent(Settings settings, SettingsReading reading)
    {
        if (settings.DefaultAgent is not { } name || settings.Agents.ContainsKey(name)) return settings;
        if (settings.Agents.IsEmpty && BuiltInAgents.Contains(name)) return settings;
        var known = settings.Agents.IsEmpty ? "; no agent is configured" : Suggestion.For(name, settings.Agents.Keys);
        reading.Report(reading.Places["defaultAgent"], "defaultAgent", $"there is no agent {Shown.Quoted(name)}{known}");
        return settings with { DefaultAgent = null };
    }

    private static ImmutableSortedDictionary<string, SettingSource> Sources(SettingsReading reading)
    {
        var sources = ImmutableSortedDictionary.CreateBuilder<string, SettingSource>(StringComparer.Ordinal);
        foreach (var setting in SettingRows.Table.Settings)
            if (setting.Key is not ("$schema" or "agents"))
                sources[setting.Key] = SettingSource.Default;
        foreach (var (key, place) in reading.Places)
            if (key is not ("$schema" or "agents"))
                sources[key] = place.Source;
        return sources.ToImmutable();
    }
}
