namespace Steward.Daemon.Configuration.Reading;

/// <summary>The known word that a misspelt one probably meant.</summary>
internal static class Suggestion
{
    /// <summary>", did you mean x?" or, with nothing near, the choice.</summary>
    public static string For(string word, IEnumerable<string> known)
    {
        var names = known.ToList();
        return Nearest(word, names) is { } near ? $"; did you mean {Shown.Quoted(near)}?" : $"; known here: {string.Join(", ", names.Order(StringComparer.Ordinal))}";
    }

    private static string? Nearest(string word, List<string> known)
    {
        // Comparing costs length times length, and nobody misspells a key of that size.
        if (word.Length > 64) return null;
        var allowed = word.Length <= 4 ? 1 : word.Length <= 8 ? 2 : 3;
        return known
            .Select(name => (Name: name, Distance: Distance(word.ToLowerInvariant(), name.ToLowerInvariant())))
            .Where(near => near.Distance <= allowed)
            .OrderBy(static near => near.Distance)
            .Select(static near => near.Name)
            .FirstOrDefault();
    }

    // Two letters in the wrong order are one mistake, the commonest of all.
    private static int Distance(string from, string to)
    {
        var cost = new int[from.Length + 1, to.Length + 1];
        for (var i = 0; i <= from.Length; i++)
            for (var j = 0; j <= to.Length; j++)
                cost[i, j] = i == 0 || j == 0 ? i + j : Cheapest(i, j);
        return cost[from.Length, to.Length];

        int Cheapest(int i, int j)
        {
            var change = cost[i - 1, j - 1] + (from[i - 1] == to[j - 1] ? 0 : 1);
            var best = Math.Min(change, Math.Min(cost[i - 1, j], cost[i, j - 1]) + 1);
            var isSwap = i > 1 && j > 1 && from[i - 1] == to[j - 2] && from[i - 2] == to[j - 1];
            return isSwap ? Math.Min(best, cost[i - 2, j - 2] + 1) : best;
        }
    }
}
