namespace Steward.Protocol.Client;

/// <summary>What the command line ends with, so that scripts can tell one trouble from another.</summary>
public enum ExitCode
{
    Ok = 0,

    /// <summary>It failed, or the verb is unknown.</summary>
    Failure = 1,

    /// <summary>The command was not understood: an unknown flag, a missing argument.</summary>
    Usage = 2,

    NotRunning = 3,

    ContractMismatch = 4,

    TimedOut = 5,

    /// <summary>The storage failed under the daemon.</summary>
    Storage = 70,

    /// <summary>Trying again later can help.</summary>
    Temporary = 75,

    /// <summary>Nothing changes until its owner changes something: configuration, lock, port.</summary>
    Permanent = 78,

    /// <summary>Ended by Ctrl-C.</summary>
    Interrupted = 130,

    /// <summary>Whoever read the output closed it, as <c>head</c> does.</summary>
    OutputClosed = 141,
}
