namespace Steward.Daemon.Api;

/// <summary>What a caller may do. A route names the least that it needs; each scope includes those before it, but for the agents'.</summary>
internal enum Scope
{
    /// <summary>Health only.</summary>
    Nobody,

    /// <summary>Whoever shows the token of a session at the agents' own door: it may use that session's tools.</summary>
    Session,

    /// <summary>A process that descends from an agent: it may see that the daemon is well, and who it is itself.</summary>
    Agent,

    Read,

    Owner,
}
