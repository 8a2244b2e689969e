namespace Steward.EndToEnd.Tests.Support;

/// <summary>Numbers that take minutes, for whoever asks for them; otherwise few, and the same promise.</summary>
internal static class FullNumbers
{
    public static bool Wanted { get; } = Environment.GetEnvironmentVariable("STEWARD_TEST_FULL") == "1";
}
