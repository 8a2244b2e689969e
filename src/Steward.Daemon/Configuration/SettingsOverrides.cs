namespace Steward.Daemon.Configuration;

/// <summary>What the command line says; it wins over everything.</summary>
public sealed record SettingsOverrides
{
    public static SettingsOverrides None { get; } = new();

    public string? Host { get; init; }

    public int? Port { get; init; }
}
