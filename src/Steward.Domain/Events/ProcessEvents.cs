using Steward.Domain.Processes;

namespace Steward.Domain.Events;

/// <summary>A process is about to be asked for under this launch id.</summary>
public sealed record ProcessStarting(LaunchId LaunchId) : SessionEvent;

public sealed record ProcessStarted(LaunchId LaunchId, int Pid, long StartTicks) : SessionEvent;

/// <summary>A piece of standard input is about to be written.</summary>
public sealed record ProcessInput(InputPiece Piece) : SessionEvent;

/// <summary>The process has nothing to do, and is ended at that time unless it gets something.</summary>
public sealed record ProcessIdle(LaunchId LaunchId, DateTimeOffset Until) : SessionEvent;

/// <summary>How much goes on in the background of the process; while something does, it is not idle.</summary>
public sealed record ProcessBackground(LaunchId LaunchId, int Running) : SessionEvent;

public sealed record ProcessEnding(LaunchId LaunchId, string Reason) : SessionEvent;

public sealed record ProcessExited(LaunchId LaunchId, ProcessExit Exit, bool Crashed) : SessionEvent;

public sealed record AgentRawEvent(RawJson Message) : SessionEvent;
