using Steward.Domain.Agents;
using Steward.Domain.Processes;

namespace Steward.Domain.Sessions;

/// <summary>What the shell does once the events are committed.</summary>
public abstract record SessionEffect;

/// <summary>Ask for room to run a turn; <see cref="TurnAdmitted"/> comes back.</summary>
public sealed record AwaitAdmission : SessionEffect;

public sealed record LaunchProcess(LaunchId Launch) : SessionEffect;

public sealed record WritePiece(InputPiece Piece) : SessionEffect;

/// <summary>Do what a tool of Steward's promises; <see cref="AnswerCall"/> comes back.</summary>
public sealed record ServeCall(OpenCall Call) : SessionEffect;

public sealed record StopProcess(LaunchId Launch) : SessionEffect;
