using Steward.Domain.Agents;
using Steward.Domain.Events;
using Steward.Domain.Processes;

namespace Steward.Domain.Sessions;

/// <summary>A choice holds for the next process, and is told to the one that runs. What that one refuses is not kept.</summary>
internal static class ChoiceRules
{
    private static readonly ChosenSetting[] Settings = Enum.GetValues<ChosenSetting>();

    public static void Update(DecisionDraft draft, UpdateSession update)
    {
        draft.Happened(new SessionUpdated(update.Title, update.Name, update.Archived) { Model = update.Model, PermissionMode = update.PermissionMode });
        Tell(draft);
    }

    /// <summary>A process that was on its way when something was chosen is told of it, too.</summary>
    public static void Tell(DecisionDraft draft)
    {
        foreach (var setting in Settings)
            if (draft.State.Process is { Started: true, Ending: false } process && draft.State.Choices.Of(setting) is { } wanted && wanted != process.Told.Of(setting))
                ProcessRules.Write(draft, process, InputKind.Choice, piece => piece with { Setting = setting, Value = wanted });
    }

    public static void Chose(DecisionDraft draft, AgentChose chose)
    {
        if (draft.State.Process?.Asked.Find(asked => asked.Piece == chose.Piece) is not { } asked)
            return;
        draft.Happened(chose.Refusal is { } reason
            ? new ChoiceRefused(asked.Piece, asked.Setting, asked.Value, reason)
            : new ChoiceTaken(asked.Piece, asked.Setting, asked.Value));
    }

    /// <summary>What the agent's process came to by itself holds for its next process too. What it was told of lately is its own echo.</summary>
    public static void Changed(DecisionDraft draft, AgentChangedMode changed)
    {
        const ChosenSetting Setting = ChosenSetting.PermissionMode;
        if (draft.State.Process is { } process && !process.Asked.Exists(static asked => asked.Setting == Setting) && draft.State.Choices.Of(Setting) != changed.PermissionMode)
            draft.Happened(new ChoiceTaken(ChoiceTaken.ByItself, Setting, changed.PermissionMode));
    }
}
