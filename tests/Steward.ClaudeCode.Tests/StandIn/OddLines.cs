namespace Steward.ClaudeCode.Tests.StandIn;

/// <summary>What no version of Claude Code is known to write, and a later one or a library inside of it may: only the stand-in can be made to.</summary>
internal static class OddLines
{
    public const string Answer = "after all that";

    public const int LongLine = 7 << 20, TooLongLine = 9 << 20;

    public static void Say(StandInVoice voice)
    {
        voice.Say(new { type = "dance", steps = 2 });
        voice.Raw("Segmentation fault?");
        voice.Raw("{\"type\":\"assistant\",\"message\":{\"content\":[{\"type\":\"te");
        voice.Raw($"{{\"type\":\"dance\",\"of\":\"{new string('x', TooLongLine)}\"}}");
        voice.ToolResult("toolu_long", new string('y', LongLine), failed: false);
    }
}
