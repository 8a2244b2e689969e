using Steward.Domain.Events;
using Steward.Domain.Sessions;

namespace Steward.Domain.Turns;

/// <summary>What the events about messages into a running turn change.</summary>
internal static class SteerFold
{
    public static SessionState Apply(SessionState state, SessionEvent happened) => state.Turn is not { } turn
        ? state
        : state with
        {
            Turn = happened switch
            {
                TurnSteered steered => turn with { Steers = turn.Steers.Add(new Steer(steered.SteerId, state.Seq + 1)) },
                SteerTaken taken => Over(turn, taken.SteerId),
                SteerDropped dropped => Over(turn, dropped.SteerId),
                TurnAnswered { SteerId: { } steer } answered => Over(turn, steer) with { Usage = turn.Usage + answered.Usage },
                TurnAnswered answered => turn with { Answered = true, Usage = turn.Usage + answered.Usage },
                _ => turn,
            },
        };

    /// <summary>It is begun again, with all that was said into it.</summary>
    public static ActiveTurn Anew(ActiveTurn turn) => turn with
    {
        Answered = false,
        Steers = turn.Steers.ConvertAll(static steer => steer with { Over = false }),
    };

    private static ActiveTurn Over(ActiveTurn turn, SteerId id) =>
        turn with { Steers = turn.Steers.ConvertAll(steer => steer.Id == id ? steer with { Over = true } : steer) };
}
