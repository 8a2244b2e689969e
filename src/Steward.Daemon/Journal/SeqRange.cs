namespace Steward.Daemon.Journal;

/// <summary>Sequences of one session, both ends included.</summary>
internal readonly record struct SeqRange(long From, long To);
