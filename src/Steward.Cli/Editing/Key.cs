namespace Steward.Cli.Editing;

/// <summary>What a key asks for, whichever of its several sequences the terminal sends.</summary>
internal enum KeyKind
{
    Text,
    Paste,
    Enter,
    NewLine,
    Backspace,
    Delete,
    Left,
    Right,
    WordLeft,
    WordRight,
    Up,
    Down,
    Home,
    End,
    KillToEnd,
    KillToStart,
    KillWordBack,
    KillWordForward,
    Yank,
    Undo,
    Search,
    Complete,
    Interrupt,
    EndOfInput,
    Clear,
    Suspend,
    Escape,
    Unknown,
}

internal readonly record struct Key(KeyKind Kind, string Text = "")
{
    public static Key Of(string text) => new(KeyKind.Text, text);
}
