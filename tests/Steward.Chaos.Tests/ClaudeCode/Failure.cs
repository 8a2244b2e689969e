namespace Steward.Chaos.Tests.ClaudeCode;

/// <summary>What goes wrong next.</summary>
internal enum Failure
{
    DaemonDies,
    KeeperDies,
    AgentDies,
    ModelHangsUp,
    ModelIsOverloaded,
}
