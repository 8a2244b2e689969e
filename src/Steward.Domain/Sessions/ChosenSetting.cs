namespace Steward.Domain.Sessions;

/// <summary>What an owner can choose for one session, and change while its process runs.</summary>
public enum ChosenSetting
{
    Model,
    PermissionMode,
}
