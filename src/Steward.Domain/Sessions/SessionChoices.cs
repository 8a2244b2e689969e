namespace Steward.Domain.Sessions;

/// <summary>What was chosen for a session; what is null is as its agent is set up.</summary>
public sealed record SessionChoices
{
    public static SessionChoices None { get; } = new();

    public string? Model { get; init; }

    public string? PermissionMode { get; init; }

    public string? Of(ChosenSetting setting) => setting switch
    {
        ChosenSetting.Model => Model,
        ChosenSetting.PermissionMode => PermissionMode,
    };

    public SessionChoices With(ChosenSetting setting, string? value) => setting switch
    {
        ChosenSetting.Model => this with { Model = value },
        ChosenSetting.PermissionMode => this with { PermissionMode = value },
    };
}
