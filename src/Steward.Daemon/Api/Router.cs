namespace Steward.Daemon.Api;

internal enum MatchKind
{
    Found,
    NoSuchPath,
    NoSuchMethod,
}

/// <summary>
/// Finds the route of a request in the one table of routes. Two dozen routes need no more than this, and the web framework's routing
/// would cost a third of the daemon's time to start.
/// </summary>
internal sealed class Router(IReadOnlyList<Route> routes)
{
    public IReadOnlyList<Route> Routes => routes;

    public MatchKind Match(string method, string path, out Route? route, out RouteValues values)
    {
        var segments = path.Split('/', StringSplitOptions.RemoveEmptyEntries);
        var kind = MatchKind.NoSuchPath;
        foreach (var candidate in routes)
        {
            if (!Fits(candidate.Segments, segments))
                continue;
            kind = MatchKind.NoSuchMethod;
            if (candidate.Method != method)
                continue;
            route = candidate;
            values = ValuesOf(candidate.Segments, segments);
            return MatchKind.Found;
        }
        route = null;
        values = RouteValues.None;
        return kind;
    }

    public IEnumerable<string> MethodsOf(string path)
    {
        var segments = path.Split('/', StringSplitOptions.RemoveEmptyEntries);
        return routes.Where(route => Fits(route.Segments, segments)).Select(static route => route.Method).Distinct();
    }

    private static bool Fits(string[] pattern, string[] segments)
    {
        if (pattern.Length != segments.Length)
            return false;
        for (var at = 0; at < pattern.Length; at++)
            if (pattern[at][0] != '{' && pattern[at] != segments[at])
                return false;
        return true;
    }

    private static RouteValues ValuesOf(string[] pattern, string[] segments)
    {
        if (!Array.Exists(pattern, static part => part[0] == '{'))
            return RouteValues.None;
        var values = new Dictionary<string, string>();
        for (var at = 0; at < pattern.Length; at++)
            if (pattern[at][0] == '{')
                values[pattern[at].Trim('{', '}')] = segments[at];
        return new RouteValues(values);
    }
}
