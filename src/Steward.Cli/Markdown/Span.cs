namespace Steward.Cli.Markdown;

/// <summary>How a piece of text looks; several at once.</summary>
[Flags]
internal enum Look
{
    Plain = 0,
    Bold = 1,
    Italic = 2,
    Dim = 4,
    Underlined = 8,
    Struck = 16,
    Code = 32,
    Heading = 64,
}

internal readonly record struct Span(string Text, Look Look)
{
    /// <summary>The numbers that a terminal takes for it.</summary>
    public static string Codes(Look look)
    {
        var codes = new List<string>();
        if (look.HasFlag(Look.Bold) || look.HasFlag(Look.Heading)) codes.Add("1");
        if (look.HasFlag(Look.Dim)) codes.Add("2");
        if (look.HasFlag(Look.Italic)) codes.Add("3");
        if (look.HasFlag(Look.Underlined)) codes.Add("4");
        if (look.HasFlag(Look.Struck)) codes.Add("9");
        if (look.HasFlag(Look.Heading)) codes.Add("35");
        if (look.HasFlag(Look.Code)) codes.Add("36");
        return string.Join(';', codes);
    }
}
