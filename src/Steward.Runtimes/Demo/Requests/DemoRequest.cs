namespace Steward.Runtimes.Demo.Requests;

/// <summary>What the demo agent can be asked for.</summary>
internal abstract record DemoRequest
{
    public static DemoRequest Understand(string content)
    {
        var wording = new Wording(content);
        return Commands.Of(wording) ?? Files.Of(wording) ?? Counting.Of(wording) ?? SmallTalk.Of(wording) ?? new Unclear();
    }
}

internal sealed record RunCommand(string Command) : DemoRequest;

internal sealed record ListFiles(string? Folder) : DemoRequest;

internal sealed record ReadFile(string File) : DemoRequest;

/// <summary><paramref name="Content"/> is what the owner dictated; else something in that form is composed.</summary>
internal sealed record WriteText(string? File, TextForm Form, string? Topic, string? Content) : DemoRequest;

internal sealed record Count(int From, int To, bool Slowly) : DemoRequest;

internal sealed record Greet(string? Whom) : DemoRequest;

internal sealed record Explain : DemoRequest;

internal sealed record Introduce : DemoRequest;

internal sealed record Recall : DemoRequest;

internal sealed record RecallNotes : DemoRequest;

internal sealed record AskBack : DemoRequest;

internal sealed record BeThanked : DemoRequest;

internal sealed record SayGoodbye : DemoRequest;

internal sealed record Unclear : DemoRequest;

internal enum TextForm
{
    Note,
    Haiku,
    Poem,
}
