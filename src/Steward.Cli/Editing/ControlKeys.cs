namespace Steward.Cli.Editing;

/// <summary>The sequences of keys that are no text, as xterm and those after it send them, with the meanings that a shell gives them.</summary>
internal static class ControlKeys
{
    public static KeyKind Of(byte control) => control switch
    {
        0x01 => KeyKind.Home,
        0x02 => KeyKind.Left,
        0x03 => KeyKind.Interrupt,
        0x04 => KeyKind.EndOfInput,
        0x05 => KeyKind.End,
        0x06 => KeyKind.Right,
        0x08 or 0x7f => KeyKind.Backspace,
        0x09 => KeyKind.Complete,
        0x0b => KeyKind.KillToEnd,
        0x0c => KeyKind.Clear,
        // What was typed while the terminal was not raw has its Enter as a line feed.
        0x0a or 0x0d => KeyKind.Enter,
        0x0e => KeyKind.Down,
        0x10 => KeyKind.Up,
        0x12 => KeyKind.Search,
        0x15 => KeyKind.KillToStart,
        0x17 => KeyKind.KillWordBack,
        0x19 => KeyKind.Yank,
        0x1a => KeyKind.Suspend,
        0x1f => KeyKind.Undo,
        _ => KeyKind.Unknown,
    };

    public static KeyKind WithAlt(byte letter) => letter switch
    {
        (byte)'\r' or (byte)'\n' => KeyKind.NewLine,
        (byte)'b' or (byte)'B' => KeyKind.WordLeft,
        (byte)'f' or (byte)'F' => KeyKind.WordRight,
        (byte)'d' or (byte)'D' => KeyKind.KillWordForward,
        0x08 or 0x7f => KeyKind.KillWordBack,
        _ => KeyKind.Unknown,
    };

    /// <summary>A second parameter tells Shift, Alt and Control: 3 and 5 are the ones that move by words.</summary>
    public static KeyKind OfCsi(string parameters, char final) => (parameters, final) switch
    {
        (_, 'A') => KeyKind.Up,
        (_, 'B') => KeyKind.Down,
        ("1;3" or "1;5", 'C') => KeyKind.WordRight,
        ("1;3" or "1;5", 'D') => KeyKind.WordLeft,
        (_, 'C') => KeyKind.Right,
        (_, 'D') => KeyKind.Left,
        (_, 'H') or ("1" or "7", '~') => KeyKind.Home,
        (_, 'F') or ("4" or "8", '~') => KeyKind.End,
        ("3", '~') => KeyKind.Delete,
        ("3;3" or "3;5", '~') => KeyKind.KillWordForward,
        // Enter with Shift or Alt, in both ways of saying it.
        ("13;2" or "13;3", 'u') or ("27;2;13" or "27;3;13", '~') => KeyKind.NewLine,
        _ => KeyKind.Unknown,
    };
}
