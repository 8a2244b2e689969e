using System.Buffers;
using System.Text;

namespace Steward.Domain.Permissions;

/// <summary>What can be said of a command without being the shell that will read it.</summary>
internal static class CommandText
{
    private const int MostBytes = 8 << 10;
    private const int MostParts = 32;

    private static readonly SearchValues<char> Separators = SearchValues.Create("\n\r;|&`(){}");

    /// <summary>A longer one, or one of more parts, is for its owner to read: what comes behind the limit would be allowed unread.</summary>
    public static bool CanBeJudged(string command) =>
        Encoding.UTF8.GetByteCount(command) <= MostBytes && command.AsSpan().CountAny(Separators) < MostParts;

    /// <summary>Whether <paramref name="rule"/> is the command, or a part of it, but for the space in between. Quotes do not hide a part.</summary>
    public static bool Runs(string command, string rule)
    {
        var wanted = Words(rule);
        return Words(command) == wanted || Parts(command).Any(part => Words(part) == wanted);
    }

    private static IEnumerable<string> Parts(string command)
    {
        for (var rest = command; rest.Length > 0;)
        {
            var end = rest.AsSpan().IndexOfAny(Separators);
            yield return end < 0 ? rest : rest[..end];
            rest = end < 0 ? "" : rest[(end + 1)..];
        }
    }

    /// <summary>Without the variables that are set for it alone.</summary>
    private static string Words(string part) => string.Join(' ', part
        .Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)
        .SkipWhile(static word => word.Contains('=') && !word.StartsWith('-')));
}
