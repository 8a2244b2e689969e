namespace Steward.ClaudeCode.Tests.LanguageModel;

/// <summary>What is wrong with the service, whatever it is asked.</summary>
internal enum ModelTrouble
{
    None,
    HangsUp,
    Overloaded,
}
