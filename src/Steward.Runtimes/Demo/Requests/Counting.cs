using System.Globalization;

namespace Steward.Runtimes.Demo.Requests;

/// <summary>"count to 20 slowly", "count from 5 to 10", "count down from ten".</summary>
internal static class Counting
{
    public const int Furthest = 1000;

    private static readonly string[] Names =
    [
        "zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve", "thirteen", "fourteen",
        "fifteen", "sixteen", "seventeen", "eighteen", "nineteen", "twenty",
    ];

    public static DemoRequest? Of(Wording wording)
    {
        if (!wording.HasAny("count", "counting"))
            return null;
        var numbers = wording.Words.Select(NumberOf).OfType<int>().Take(2).ToArray();
        var slowly = wording.HasAny("slow", "slowly", "slower");
        var down = wording.HasAny("down", "backwards", "backward");
        return numbers switch
        {
            [var from, var to] => new Count(from, to, slowly),
            [var from] when down => new Count(from, 0, slowly),
            [var to] => new Count(to < 1 ? 0 : 1, to, slowly),
            _ => new Count(1, 10, slowly),
        };
    }

    private static int? NumberOf(string word)
    {
        if (int.TryParse(word, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number))
            return Math.Clamp(number, -Furthest, Furthest);
        var name = Array.FindIndex(Names, name => name.Equals(word, StringComparison.OrdinalIgnoreCase));
        return name >= 0 ? name : null;
    }
}
