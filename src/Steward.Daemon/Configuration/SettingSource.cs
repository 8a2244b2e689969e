namespace Steward.Daemon.Configuration;

/// <summary>Where a value came from. A later one wins.</summary>
public enum SettingSource
{
    Default,
    File,
    Environment,
    Flag,
}
