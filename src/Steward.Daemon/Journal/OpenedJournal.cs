namespace Steward.Daemon.Journal;

internal sealed record OpenedJournal(Database Database, long LastGseq, Suspicion Suspicion);
