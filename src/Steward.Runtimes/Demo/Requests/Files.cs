namespace Steward.Runtimes.Demo.Requests;

/// <summary>Requests about the files of the workspace.</summary>
internal static class Files
{
    public static DemoRequest? Of(Wording wording)
    {
        if (wording.HasAny("delete", "remove", "rename", "move", "edit", "fix", "refactor"))
            return null;
        if (wording.HasAny("write", "create", "make", "compose", "save", "put"))
            return Writing(wording);
        if (wording.HasAny("haiku", "poem") && !wording.HasAny("read", "what", "what's"))
            return Writing(wording);
        if (FileOf(wording) is { } file && wording.HasAny("read", "show", "open", "cat", "print", "display", "view", "see", "what's", "what", "summarize", "summarise"))
            return new ReadFile(file);
        return Listing(wording);
    }

    private static WriteText? Writing(Wording wording)
    {
        var file = FileOf(wording);
        var form = wording.HasAny("haiku", "haikus") ? TextForm.Haiku : wording.HasAny("poem", "verse", "rhyme") ? TextForm.Poem : TextForm.Note;
        var content = wording.Quoted('"', '"') ?? wording.Quoted('“', '”') ?? Dictated(wording, file);
        if (file is null && form == TextForm.Note)
            return null;
        return new WriteText(file, form, Topic(wording), form == TextForm.Note ? content : null);
    }

    /// <summary>"write buy milk to list.txt", "write to list.txt: buy milk".</summary>
    private static string? Dictated(Wording wording, string? file)
    {
        if (file is null)
            return null;
        var text = wording.Text;
        var at = text.IndexOf(file, StringComparison.Ordinal);
        var colon = text.IndexOf(':', at + file.Length);
        if (colon >= 0)
            return text[(colon + 1)..].Trim();
        var before = text[..at].TrimEnd(' ', '"', '\'', '`');
        foreach (var preposition in new[] { " to", " into", " in" })
            if (before.EndsWith(preposition, StringComparison.OrdinalIgnoreCase) && before.IndexOf(' ') is var verb and > 0 && verb < before.Length - preposition.Length)
                return before[verb..^preposition.Length].Trim();
        return null;
    }

    private static string? Topic(Wording wording)
    {
        if (wording.After("about", "on") is not { } topic || LooksLikeFile(topic))
            return null;
        return topic is "a" or "an" or "the" or "my" or "our" ? wording.After(topic) : topic;
    }

    private static ListFiles? Listing(Wording wording)
    {
        var asked = wording.HasAny("list", "show", "what", "which", "see", "ls", "dir", "tree", "look", "count", "how", "are", "what's");
        var things = wording.HasAny("file", "files", "folder", "directory", "workspace", "contents", "ls", "dir");
        if (wording.Words is ["ls" or "dir" or "list" or "LS"] || (asked && things) || wording.Says("what is here", "what's here", "whats here", "what do we have here"))
            return new ListFiles(wording.Words.FirstOrDefault(static word => word.EndsWith('/') || (word.Contains('/') && !word.Contains("//"))));
        return null;
    }

    private static string? FileOf(Wording wording) =>
        wording.Words.Select(static word => word.Trim('`')).FirstOrDefault(LooksLikeFile)
        ?? wording.After("file", "called", "named")?.Trim('`') switch
        {
            { } name when wording.HasAny("called", "named") => wording.After("called", "named")?.Trim('`') ?? name,
            _ => wording.Words.FirstOrDefault(static word => word is "README" or "LICENSE" or "Makefile" or "Dockerfile" or "CHANGELOG"),
        };

    /// <summary>"poem.txt", "docs/a.md", "/etc/hosts", ".gitignore"; neither "e.g" nor "3.5".</summary>
    private static bool LooksLikeFile(string word)
    {
        if (word.Length < 2 || word.EndsWith('/') || word.Contains("://", StringComparison.Ordinal))
            return false;
        var name = word[(word.LastIndexOf('/') + 1)..];
        var dot = name.LastIndexOf('.');
        var extension = dot < 0 ? "" : name[(dot + 1)..];
        return dot >= 0
            ? extension.Length is > 0 and <= 10 && extension.All(char.IsAsciiLetterOrDigit) && extension.Any(char.IsAsciiLetter) && word is not ("e.g" or "i.e")
            : word.Length > name.Length && name.Length > 0 && word.All(static c => char.IsLetterOrDigit(c) || c is '/' or '_' or '-' or '.');
    }
}
