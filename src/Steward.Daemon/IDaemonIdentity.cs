namespace Steward.Daemon;

/// <summary>Who this daemon is: stable over restarts of one installation, so that a replayed event is byte for byte the same.</summary>
internal interface IDaemonIdentity
{
    string DaemonId { get; }
}
