using Steward.Domain.Turns;

namespace Steward.Runtimes.Tests;

internal static class Turn
{
    public static TurnId New() => TurnId.From(Guid.NewGuid());
}
