namespace Steward.Cli.Permissions;

/// <summary>What kind of question waits, in words that follow whose it is.</summary>
internal static class AskWords
{
    public const string OfHelper = "for a helper of the agent's";

    public static string Of(string? kind) => kind switch
    {
        "choice" => "asks what you want",
        "plan" => "asks whether its plan is good",
        "form" => "asks you to fill in a form",
        "link" => "asks you to open an address",
        _ => "asks for permission",
    };

    /// <summary>Whether the name of the tool says more than that.</summary>
    public static bool IsAboutTool(string? kind) => kind is not ("choice" or "plan");
}
