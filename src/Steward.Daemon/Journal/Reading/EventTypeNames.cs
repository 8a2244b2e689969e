using System.Collections.Concurrent;
using System.Text;

namespace Steward.Daemon.Journal.Reading;

/// <summary>The few type names of millions of events, each made into a string once.</summary>
internal static class EventTypeNames
{
    private const int Kept = 256;
    private const int Longest = 64;

    private static readonly ConcurrentDictionary<string, string> Names = new();
    private static readonly ConcurrentDictionary<string, string>.AlternateLookup<ReadOnlySpan<char>> Lookup =
        Names.GetAlternateLookup<ReadOnlySpan<char>>();

    public static string Of(ReadOnlySpan<byte> utf8)
    {
        if (utf8.Length > Longest) return Encoding.UTF8.GetString(utf8);
        Span<char> characters = stackalloc char[Longest];
        var name = characters[..Encoding.UTF8.GetChars(utf8, characters)];
        if (Lookup.TryGetValue(name, out var known)) return known;
        var added = name.ToString();
        if (Names.Count < Kept) Names.TryAdd(added, added);
        return added;
    }
}
