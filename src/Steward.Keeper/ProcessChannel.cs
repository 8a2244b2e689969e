namespace Steward.Keeper;

/// <summary>How a kept process talks to us.</summary>
public enum ProcessChannel { Pipes = 0 }
