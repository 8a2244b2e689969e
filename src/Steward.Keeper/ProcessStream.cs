namespace Steward.Keeper;

public enum ProcessStream { Out = 0, Err = 1 }
