using System.Text;

namespace Steward.Conventions.Tests;

/// <summary>C# without its comments and the insides of its literals, line for line, so that a word in a sentence is not taken for code.</summary>
internal static class CodeText
{
    public static string Of(string source)
    {
        var code = new StringBuilder(source.Length);
        for (var at = 0; at < source.Length;)
        {
            var end = EndOfWords(source, at);
            if (end == at)
                code.Append(source[at++]);
            else
                at = Blank(source, at, end, code);
        }

        return code.ToString();
    }

    private static int EndOfWords(string source, int at)
    {
        var rest = source.AsSpan(at);
        if (rest.StartsWith("//"))
            return EndOf(source, "\n", at, keep: true);
        if (rest.StartsWith("/*"))
            return EndOf(source, "*/", at + 2);
        if (rest.StartsWith("\"\"\""))
            return EndOfRaw(source, at);
        if (rest[0] == '"')
            return IsVerbatim(source, at) ? EndOfVerbatim(source, at + 1) : EndOfPlain(source, at + 1, '"');
        return rest[0] == '\'' ? EndOfPlain(source, at + 1, '\'') : at;
    }

    private static bool IsVerbatim(string source, int quote) =>
        (quote > 0 && source[quote - 1] == '@') || (quote > 1 && source[quote - 1] == '$' && source[quote - 2] == '@');

    private static int EndOf(string source, string mark, int from, bool keep = false)
    {
        var found = source.IndexOf(mark, from, StringComparison.Ordinal);
        return found < 0 ? source.Length : keep ? found : found + mark.Length;
    }

    private static int EndOfRaw(string source, int at)
    {
        var quotes = 3;
        while (at + quotes < source.Length && source[at + quotes] == '"')
            quotes++;
        return EndOf(source, new string('"', quotes), at + quotes);
    }

    private static int EndOfVerbatim(string source, int at)
    {
        for (; at < source.Length; at++)
        {
            if (source[at] != '"')
                continue;
            if (at + 1 >= source.Length || source[at + 1] != '"')
                return at + 1;
            at++;
        }

        return at;
    }

    private static int EndOfPlain(string source, int at, char quote)
    {
        for (; at < source.Length && source[at] != '\n'; at++)
        {
            if (source[at] == quote)
                return at + 1;
            if (source[at] == '\\')
                at++;
        }

        return Math.Min(at, source.Length);
    }

    private static int Blank(string source, int at, int end, StringBuilder code)
    {
        for (; at < end; at++)
            code.Append(source[at] == '\n' ? '\n' : ' ');
        return at;
    }
}
