using Steward.Domain.Events;
using Steward.Domain.Processes;

namespace Steward.Domain.Sessions;

/// <summary>What the events about choices change.</summary>
internal static class ChoiceFold
{
    public static SessionChoices Chosen(SessionChoices before, SessionUpdated updated) => before with
    {
        Model = updated.Model ?? before.Model,
        PermissionMode = updated.PermissionMode ?? before.PermissionMode,
    };

    public static ProcessLease Told(ProcessLease lease, InputPiece piece) => piece is { Kind: InputKind.Choice, Setting: { } setting, Value: { } value }
        ? lease with
        {
            Told = lease.Told.With(setting, value),
            Asked = lease.Asked.Add(new AskedChoice(piece.Number, setting, value, lease.Told.Of(setting))),
        }
        : lease;

    public static SessionState Taken(SessionState state, ChoiceTaken taken) => taken.Piece != ChoiceTaken.ByItself ? Answered(state, taken.Piece) : state with
    {
        Choices = state.Choices.With(taken.Setting, taken.Value),
        Process = state.Process is { } process ? process with { Told = process.Told.With(taken.Setting, taken.Value) } : null,
    };

    public static SessionState Refused(SessionState state, ChoiceRefused refused)
    {
        if (state.Process is not { } process || process.Asked.Find(asked => asked.Piece == refused.Piece) is not { } asked)
            return state;
        var isLast = process.Told.Of(asked.Setting) == asked.Value;
        return Answered(state, refused.Piece) with
        {
            Choices = state.Choices.Of(asked.Setting) == asked.Value ? state.Choices.With(asked.Setting, asked.Before) : state.Choices,
            Process = process with
            {
                Told = isLast ? process.Told.With(asked.Setting, asked.Before) : process.Told,
                Asked = process.Asked.Remove(asked).ConvertAll(later => later.Setting == asked.Setting && later.Before == asked.Value ? later with { Before = asked.Before } : later),
            },
        };
    }

    private static SessionState Answered(SessionState state, long piece) => state.Process is { } process
        ? state with { Process = process with { Asked = process.Asked.RemoveAll(asked => asked.Piece == piece) } }
        : state;
}
