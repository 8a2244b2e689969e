namespace Steward.Runtimes.Demo.Requests;

/// <summary>A few verses; which of them comes follows from the topic, so that the same request is answered the same way.</summary>
internal static class Verses
{
    private static readonly string[] Haikus =
    [
        "The terminal sleeps.\nOne small process holds the lamp,\nand the work goes on.",
        "A cursor, patient,\nblinks beside the finished line.\nMorning finds it saved.",
        "Rain on the window.\nEvery word that has been said\nis kept on the disk.",
    ];

    private static readonly string[] Poems =
    [
        "The lid is closed, the lights are low,\nthe fan hums soft, the disk turns slow;\nand someone you will never see\nkeeps every promise, line by line, for thee.\n",
        "You asked, and left, and slept a while;\nI counted words and filed each file.\nNow you are back, and here they stand:\nnot one is missing, as you planned.\n",
    ];

    public static string Compose(TextForm form, string? topic) => form switch
    {
        TextForm.Haiku => Titled(topic, Pick(Haikus, topic)) + "\n",
        TextForm.Poem => Titled(topic, Pick(Poems, topic)),
        TextForm.Note => "A note from Steward's built-in demo agent.\n",
    };

    private static string Titled(string? topic, string verse) => topic is null ? verse : $"{char.ToUpperInvariant(topic[0])}{topic[1..]}\n\n{verse}";

    private static string Pick(string[] verses, string? topic) => verses[(topic ?? "").Sum(static c => c) % verses.Length];
}
