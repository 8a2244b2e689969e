namespace Steward.Keeper;

/// <summary>Why a daemon was started.</summary>
public enum StartReason { First = 0, Restart = 1, Crash = 2 }
