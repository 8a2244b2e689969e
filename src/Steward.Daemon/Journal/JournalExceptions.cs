namespace Steward.Daemon.Journal;

/// <summary>A batch that the journal will not take. Nothing of it was written; others are not affected.</summary>
internal abstract class JournalRefusalException(string message) : Exception(message);

internal sealed class SequenceMismatchException(string session, long expected, long actual)
    : JournalRefusalException($"The last event of session {session} is {actual}, not {expected}.")
{
    public long Actual { get; } = actual;
}

/// <summary>The session was deleted; its id is never used again.</summary>
internal sealed class SessionGoneException(string session) : JournalRefusalException($"Session {session} was deleted.");

/// <summary>Another batch stored this key first.</summary>
internal sealed class KeyTakenException(StoredKey existing)
    : JournalRefusalException($"The key {existing.Record.Key} of {existing.Record.Scope} is stored already.")
{
    public StoredKey Existing { get; } = existing;
}

/// <summary>No room: rolled back, not acknowledged, and the journal goes on. The same batch may be tried again.</summary>
internal sealed class StorageFullException(string message, Exception? inner = null) : IOException(message, inner);

/// <summary>A write, a sync or the database failed. Nothing is acknowledged any more: only a new process may open the journal again.</summary>
internal sealed class StorageFailedException(string message, Exception inner) : IOException(message, inner);

/// <summary>What was asked for cannot be read. The next start of the daemon salvages what can be.</summary>
internal sealed class JournalDamagedException(string message, Exception? inner = null) : IOException(message, inner);

/// <summary>The journal was written by a later version of Steward. It has not been touched.</summary>
internal sealed class NewerSchemaException(string path, int found, int known)
    : IOException($"{path} has schema {found}; this version of Steward knows {known}. Use the newer version, or restore an older copy.")
{
    public int Found { get; } = found;
}
