using Steward.Protocol.Logs;

namespace Steward.Daemon.Configuration.Reading;

/// <summary>Words of the file inside a message: short, quoted, and with nothing in them that a terminal would obey.</summary>
internal static class Shown
{
    private const int MaxLength = 60;

    public static string Quoted(string text) => '"' + VisibleText.Of(text.Length > MaxLength ? text[..MaxLength] + "…" : text) + '"';

    /// <summary>A part of a key: as it is where it is a plain word, else quoted.</summary>
    public static string Name(string name) =>
        name.Length is > 0 and <= MaxLength && name.All(static letter => char.IsAsciiLetterOrDigit(letter) || letter is '_' or '-' or '$')
            ? name
            : Quoted(name);
}
