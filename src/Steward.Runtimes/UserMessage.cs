using System.Collections.Immutable;
using Steward.Domain.Turns;

namespace Steward.Runtimes;

/// <summary>What is said to an agent: the words that a turn begins with, or words for the turn that runs.</summary>
public sealed record UserMessage(TurnId Turn, string Text)
{
    /// <summary>Above one says that it may have been sent before.</summary>
    public int Attempt { get; init; } = 1;

    /// <summary>Set: it goes into the turn, and this is its own name.</summary>
    public SteerId? Steer { get; init; }

    public SteerPriority Priority { get; init; }

    public ImmutableList<MessageImage> Images { get; init; } = [];

    /// <summary>The same whenever it is said again.</summary>
    public Guid Uuid => Steer?.Uuid ?? Turn.Uuid;
}

public sealed record MessageImage(string MediaType, ReadOnlyMemory<byte> Bytes);
