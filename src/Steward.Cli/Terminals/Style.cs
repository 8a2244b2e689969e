namespace Steward.Cli.Terminals;

/// <summary>Colours, where they are wanted; elsewhere the text as it is.</summary>
internal readonly record struct Style(bool Enabled)
{
    public string Bold(string text) => Paint("1", text);

    public string Dim(string text) => Paint("2", text);

    public string Red(string text) => Paint("31", text);

    public string Green(string text) => Paint("32", text);

    public string Yellow(string text) => Paint("33", text);

    public string Cyan(string text) => Paint("36", text);

    public string Paint(string code, string text) => Enabled && code.Length > 0 && text.Length > 0 ? $"\e[{code}m{text}\e[0m" : text;
}
