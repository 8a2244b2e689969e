using Steward.Cli.Editing;

namespace Steward.Cli.Chat;

/// <summary>The line that somebody writes in a chat, with what was written before.</summary>
internal sealed class ChatLine
{
    private readonly HistoryFile history;
    private string draft = "";

    public ChatLine(HistoryFile history)
    {
        this.history = history;
        Editor = new Editor { History = [.. history.Load()] };
    }

    public Editor Editor { get; private set; }

    /// <summary>What Tab found, when it is more than one.</summary>
    public IReadOnlyList<string> Candidates { get; private set; } = [];

    public EditorRequest Press(Key key)
    {
        Candidates = [];
        (Editor, var request) = Editor.Press(key);
        return request;
    }

    /// <summary>It is sent, or carried out.</summary>
    public void Take()
    {
        history.Append(Editor.Text);
        Editor = Editor.Remembering(Editor.Text).Cleared();
    }

    public void Clear() => Editor = Editor.Cleared();

    /// <summary>What came back comes into an empty line only: nobody's words are replaced while they type.</summary>
    public void GiveBack(string text)
    {
        if (Editor.Text.Length == 0) Editor = Editor.Holding(text);
    }

    /// <summary>Something else is to be written first.</summary>
    public void SetAside()
    {
        if (Editor.Text.Length > 0) draft = Editor.Text;
        Editor = Editor.Cleared();
    }

    public void TakeUp()
    {
        Editor = Editor.Holding(draft);
        draft = "";
    }

    public void Complete()
    {
        var found = SlashCommand.Completions(Editor.Text);
        if (found.Count == 1) Editor = Editor.Holding(found[0] + " ");
        else Candidates = found;
    }
}
